"""Give, share, lease, shlease, into-shared (reference §D.4), and the conversions that specifiers demand (§D.9)."""

from __future__ import annotations

from leaselens.dada.dialects import Access, ShareOfOwned, Specifier
from leaselens.dada.ir import Demand, Place, Site
from leaselens.dada.machine.access import read, revoke, write
from leaselens.dada.machine.faults import Fault, Finding
from leaselens.dada.machine.opened import ask, open_value, share_open
from leaselens.dada.machine.reservations import reserve
from leaselens.dada.machine.state import OUR_DATA, SILENT, Cause, Ending, Permission, Value, World
from leaselens.dada.machine.walk import Rules, Walk, walk

Taken = tuple[World, Value]


def take(world: World, place: Place, access: Access, rules: Rules) -> Taken:
    """The value that an operation makes of a place. Of what is not known nothing is known afterwards, but what lies
    on the way to it is read at the least."""
    if access is Access.SHLEASE and (value := open_value(world, place)) is not None:
        return share_open(world, value, place.site)
    world, way = walk(world, place, rules)
    if way.silent:
        return read(world, way, reading(world, place), rules), way.value
    rule = {
        Access.GIVE: give,
        Access.SHARE: share,
        Access.LEASE: lease,
        Access.SHLEASE: shlease,
    }[access]
    return rule(world, way, place, rules)


def give(world: World, way: Walk, place: Place, rules: Rules) -> Taken:
    """§D.4 ``give``: what is owned alone moves; what is shared is copied; what is leased is subleased.

    Example: ``let q = p.give`` with ``p`` ``my``: ``q`` is ``my``, ``p`` is given away.
    """
    if _last_is_joint(world, way):
        world = read(world, way, reading(world, place), rules)
        return _spend(world, way, place) if place.is_spent else _same(world, way)
    if way.leased:
        if way.joint:
            return _tenant(read(world, way, reading(world, place), rules), way, place, rules, joint=True)
        return _tenant(write(world, way, giving(world, place)), way, place, rules, joint=False)
    if way.joint:
        return _fresh_our(read(world, way, reading(world, place), rules), way, place)
    return _move(world, way, place, joint=False)


def share(world: World, way: Walk, place: Place, rules: Rules) -> Taken:
    """A written ``.share``. What it does to a place that owns its object alone is the dialect's affair (§G.1)."""
    owned_alone = not (way.joint or way.leased or _last_is_joint(world, way))
    if owned_alone and rules.dialect.share_of_owned is ShareOfOwned.GIVES:
        return into_shared(world, way, place, rules)
    if owned_alone and rules.dialect.share_of_owned is ShareOfOwned.IN_PLACE:
        world = write(world, way, sharing(world, place))
        return _same(world.amend(way.last, joint=True), way)
    return shlease(world, way, place, rules)


def shlease(world: World, way: Walk, place: Place, rules: Rules) -> Taken:
    """§D.4 ``share``: a shared lease, and the source stays usable; what is shared already is copied.

    Example: ``let q = p`` with ``p`` ``my``: ``q`` is ``shared``, ``p`` stays ``my``.
    """
    world = read(world, way, reading(world, place), rules)
    if _last_is_joint(world, way):
        return _same(world, way)
    if way.joint and not way.leased:
        return _fresh_our(world, way, place)
    return _tenant(world, way, place, rules, joint=True)


def lease(world: World, way: Walk, place: Place, rules: Rules) -> Taken:
    """§D.4 ``lease``: an exclusive lease; through a joint path only a shared one.

    Example: ``let q = p.lease`` with ``p`` ``my``: ``q`` is ``leased``, and ``p`` may take it back by using the object.
    """
    if not way.joint:
        return _tenant(write(world, way, leasing(world, place)), way, place, rules, joint=False)
    world = read(world, way, reading(world, place), rules)
    if _last_is_joint(world, way):
        return _same(world, way)
    if not way.leased:
        return _fresh_our(world, way, place)
    return _tenant(world, way, place, rules, joint=True)


def into_shared(world: World, way: Walk, place: Place, rules: Rules) -> Taken:
    """§D.4 ``into-shared`` (``.share`` of a computed value): what is owned alone becomes ``our``; leases are shared.

    Example: ``Point(1, 2).share`` is ``our``.
    """
    if way.joint or way.leased:
        return shlease(world, way, place, rules)
    return _move(world, way, place, joint=True)


def reserve_place(world: World, place: Place, rules: Rules) -> Taken:
    """§D.9: a place that is used later. What is reached jointly nobody can take away: it is shared at once."""
    before, (world, way) = world, walk(world, place, rules)
    if way.silent or way.joint:
        return take(before, place, Access.SHLEASE, rules)
    return reserve(world, way, place)


# ---------------------------------------------------------------- what comes out


def _last_is_joint(world: World, way: Walk) -> bool:
    return world.permissions[way.last].joint


def _same(world: World, way: Walk) -> Taken:
    """The same permission: copies of it expire together."""
    if way.last not in (OUR_DATA, SILENT) and not world.permissions[way.last].copied:
        world = world.amend(way.last, copied=True)
    return world, Value(way.value.content, way.last)


def _spend(world: World, way: Walk, place: Place) -> Taken:
    """The same permission, which its temporary does not hold any more."""
    assert isinstance(place.base, int)
    return world.put(place.base, None), Value(way.value.content, way.last)


def _fresh_our(world: World, way: Walk, place: Place) -> Taken:
    """A second owner of an object that one slot of a shared object owns."""
    record = Permission(joint=True, issued=frozenset({world.where(place.site)}))
    world, number = world.issue(record)
    if isinstance(way.value.content, int) and way.value.content in world.objects:
        world = world.with_shared_owner(way.value.content)
    return world, Value(way.value.content, number)


def _tenant(world: World, way: Walk, place: Place, rules: Rules, *, joint: bool) -> Taken:
    """A lease from the last permission, through all others on the way."""
    issued = frozenset({world.where(place.site)})
    eased = way.traversed[:-1] if rules.dialect.easements else ()
    through = tuple(n for n in dict.fromkeys(eased) if n != way.last)
    record = Permission(joint=joint, leased=True, lessor=way.last, through=through, issued=issued)
    world, number = world.issue(record)
    return world, Value(way.value.content, number)


def _move(world: World, way: Walk, place: Place, *, joint: bool) -> Taken:
    """The place loses its value to the result."""
    ending = giving(world, place)
    world = revoke(write(world, way, ending), [way.last], ending).amend(way.last, given=True)
    issued = frozenset({world.where(place.site)})
    world, number = world.issue(Permission(joint=joint, issued=issued))
    return world, Value(way.value.content, number)


# ---------------------------------------------------------------- how endings are told


def reading(world: World, place: Place) -> Ending:
    return _asserting(world, place, "used")


def leasing(world: World, place: Place) -> Ending:
    return _asserting(world, place, "leased again")


def sharing(world: World, place: Place) -> Ending:
    return _asserting(world, place, "shared")


def writing(world: World, place: Place, site: Site) -> Ending:
    what = _quoted(place)
    return Ending(Cause.REASSERTED, f"{what} is written here", world.where(site))


def giving(world: World, place: Place) -> Ending:
    return Ending(Cause.GIVEN, f"{_quoted(place)} is given away here", world.where(place.site))


def _asserting(world: World, place: Place, deed: str) -> Ending:
    return Ending(Cause.REASSERTED, f"{_quoted(place)} is {deed} here", world.where(place.site))


def _text(place: Place) -> str:
    return ".".join((place.text, *place.fields)) if place.text else ""


def _quoted(place: Place) -> str:
    return f"`{_text(place)}`" if place.text else "the value"


# ---------------------------------------------------------------- specifiers

_ACCESS_OF: dict[Specifier, Access] = {
    Specifier.MY: Access.GIVE,
    Specifier.LEASED: Access.LEASE,
    Specifier.SHLEASED: Access.SHLEASE,
    Specifier.ANY: Access.GIVE,
}
_OWNED = (Specifier.MY, Specifier.OUR)
_UNIQUE = (Specifier.MY, Specifier.LEASED)


def take_under(world: World, place: Place, demand: Demand, rules: Rules) -> Taken:
    """§D.9: the specifier decides the operation, and is checked on what comes out: owned first, then unique (R-17)."""
    before, (world, way) = world, walk(world, place, rules)
    if way.silent:
        return take(before, place, Access.SHLEASE, rules)
    access = _ACCESS_OF.get(demand.specifier)
    after, value = into_shared(world, way, place, rules) if access is None else take(world, place, access, rules)
    ask(after, value.permission)
    need = _missing(after.permissions[value.permission], demand)
    if need is not None:
        words = (("need", need), ("permission", word_of(Permission(way.joint, way.leased))))
        source = world.permissions[way.last]
        raise Fault(Finding("R-17", place.site, words, _text(place), way.last, source, demand=demand))
    return after, value


def _missing(record: Permission, demand: Demand) -> str | None:
    """What a value lacks of what is demanded: to be ``owned``, to be ``unique``."""
    if demand.specifier in _OWNED and record.leased:
        return "owned"
    return "unique" if demand.specifier in _UNIQUE and record.joint else None


def word_of(record: Permission) -> str:
    """``my``, ``our``, ``leased`` or ``shared``; each dialect has its own spelling of them."""
    return {(False, False): "my", (True, False): "our", (False, True): "leased", (True, True): "shared"}[
        record.joint, record.leased
    ]
