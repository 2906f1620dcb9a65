"""Drops: what happens when a slot loses what it held (reference §D.7).

The reference collects garbage after every operation. Here only what a slot has just lost is looked at, which comes to
the same: an owned permission that nobody holds any more ends, with all that was leased from it; an object without an
owner goes, with all that it owned. A lease needs no holder: it lives as long as its lessor.

Nothing here looks at the whole world but in rare cases: a permission has one holder unless it was ``copied``, and an
object one owner unless it has a ``shared_owner``.
"""

from __future__ import annotations

from collections.abc import Iterable

from leaselens.dada.machine.access import revoke, without_descendant
from leaselens.dada.machine.faults import Undecided
from leaselens.dada.machine.state import OUR_DATA, SILENT, Ending, Permission, Value, World


def lose(world: World, values: Iterable[Value | None], ending: Ending) -> World:
    """``values`` were held by slots that no longer hold them. Raises ``Undecided`` where leases of something hang on
    its being owned, and that was left open."""
    pending = [value for value in values if value is not None]
    while pending:
        value = pending.pop()
        if value.permission in (OUR_DATA, SILENT):
            continue
        record = world.permissions.get(value.permission)
        if record is None or (record.copied and _is_held(world, value.permission)):
            continue
        if record.options and record.tenants and not record.silent:
            raise Undecided(value.permission)
        if record.valid and not record.leased:
            world, owned = _drop_owner(world, value, ending)
            pending += owned
        world = _strike(world, value.permission)
    return world


def _drop_owner(world: World, value: Value, ending: Ending) -> tuple[World, list[Value]]:
    """An owned permission ends, and its object goes if it has no other owner: what it held is lost next."""
    ended = world.permissions[value.permission].tenants if _is_promised(world, value.permission) else [value.permission]
    world = revoke(world, ended, ending)
    thing = world.object_of(value)
    if thing is None or (thing.shared_owner and _has_owner(world, value)):
        return world, []
    assert isinstance(value.content, int)
    return world.without_object(value.content), [inner for inner in thing.values if inner is not None]


def _is_promised(world: World, number: int) -> bool:
    """Whether a return type refers to the permission: then it stays (§D.7), but owns nothing that could be leased."""
    if not world.permissions[number].promised:
        return False
    return any(value.permission == number for frame in world.frames for _, value in frame.promised)


def _is_held(world: World, number: int) -> bool:
    """Whether some slot holds the permission."""
    return any(value.permission == number for value in world.values())


def _has_owner(world: World, value: Value) -> bool:
    """Whether some slot still owns the object."""
    holders = (world.permissions[other.permission] for other in world.values() if other.content == value.content)
    return any(record.valid and not record.leased for record in holders)


def let_go(world: World, number: int) -> World:
    """The slot that held a permission holds it no longer, and nothing ends by that."""
    record = world.permissions.get(number)
    return world if record is None or record.copied else _strike(world, number)


def _strike(world: World, number: int) -> World:
    """Forget a permission that no slot holds (while a lease hangs on it, only mark it), and its lessors likewise."""
    record = world.permissions.get(number)
    if record is None:
        return world
    if record.tenants or record.easements or _is_promised(world, number):
        return world.amend(number, unheld=True)
    world = world._replace(permissions=without_descendant(world.permissions.without(number), record, number))
    for above in _above(record):
        if (lessor := world.permissions.get(above)) and lessor.unheld:
            world = _strike(world, above)
    return world


def _above(record: Permission) -> Iterable[int]:
    return (*((record.lessor,) if record.lessor is not None else ()), *record.through)
