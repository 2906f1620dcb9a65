"""The oracle's machine: accesses, the operations on places, collection (reference §D.2-D.4, §D.7).

Deliberately plain: everything is mutable, and after every operation the whole heap is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from oracle.objects import (
    Fault,
    Instance,
    Object,
    Permission,
    Place,
    Reservation,
    Slot,
    TupleObject,
    Value,
    Where,
    kind,
)

from leaselens.dada import tree
from leaselens.dada.dialects import Dialect, ShareOfOwned

CANCELLED = "your lease to this object was cancelled"


@dataclass
class Frame:
    """A function under way.

    ``temporaries`` are the hidden variables of both kinds (§D.6). ``named`` are the permissions of the arguments at the
    time of the call, by parameter name (for return types).
    """

    name: str
    locals: list[Slot]
    temporaries: list[Slot] = field(default_factory=list)
    named: dict[str, Permission] = field(default_factory=dict)


@dataclass
class Walk:
    """What is known at the end of a place: §D.2."""

    traversed: list[Permission]
    joint: bool
    leased: bool
    atomic: bool
    object: Object

    @property
    def last(self) -> Permission:
        return self.traversed[-1]


class Panic(Exception):
    """The reference panics here (§D.11, §D.9): nothing is defined from here on."""


class Machine:
    """The state of a run. ``now`` is the operation being executed."""

    def __init__(self, dialect: Dialect, start: Where) -> None:
        self.dialect = dialect
        self.now = start
        self.frames: list[Frame] = []
        self.in_flight: list[Value] = []
        self.permissions: list[Permission] = []

    # ------------------------------------------------------------ making

    def permission(self, *, joint: bool, leased: bool = False) -> Permission:
        made = Permission(joint=joint, leased=leased)
        self.permissions.append(made)
        return made

    def fresh(self, thing: Object, *, joint: bool = True) -> Value:
        """A new object, owned: ``our``, or ``my``."""
        return Value(thing, self.permission(joint=joint))

    # ------------------------------------------------------------ walking (§D.2)

    def walk(self, place: Place) -> Walk:
        """To the object at the end of a place; if it was reserved, it is not any more."""
        place = self._confirmed(place)
        walk = self._step(Walk([], False, False, place.root.atomic, Object()), place.root, place.at)
        for name, at in place.steps:
            slot = find_field(walk.object, name, at)
            walk.atomic = walk.atomic or slot.atomic
            walk = self._step(walk, slot, at)
        return walk

    def _step(self, walk: Walk, slot: Slot, at: Where) -> Walk:
        value = usable(slot, at)
        permission = value.permission
        joint, leased = walk.joint, walk.leased or permission.leased
        if permission.joint or slot.shared:
            joint, leased = True, permission.leased
        return Walk([*walk.traversed, permission], joint, leased, walk.atomic, value.object)

    # ------------------------------------------------------------ reserving (§D.9)

    def reserve(self, place: Place) -> Value:
        """The place is used later. What is reached jointly nobody can take away: it is shared at once."""
        walk = self.walk(place)
        if walk.joint:
            return self._derive(walk, exclusive=False)
        reservation = Reservation(place)
        for permission in walk.traversed:
            permission.reservations.append(reservation)
        return self.fresh(reservation, joint=False)

    def _confirmed(self, place: Place) -> Place:
        reservation = place.root.value.object if place.root.value is not None else None
        if not isinstance(reservation, Reservation):
            return place
        place.root.value = None
        for permission in self.permissions:
            if reservation in permission.reservations:
                permission.reservations.remove(reservation)
        reserved = reservation.place
        return Place(reserved.root, reserved.at, [*reserved.steps, *place.steps])

    # ------------------------------------------------------------ revoking (§D.3)

    def revoke(self, permission: Permission) -> None:
        if permission.expired is None and permission.reservations:
            raise Fault("R-18", "you can't overwrite this value, it is reserved right now", self.now)
        permission.expired = self.now
        for dependent in [*permission.easements, *permission.tenants]:
            self.revoke(dependent)

    def revoke_all(self, permission: Permission) -> None:
        tenants, permission.tenants = permission.tenants, []
        for tenant in tenants:
            self.revoke(tenant)

    def revoke_exclusive(self, permission: Permission) -> None:
        for tenant in list(permission.tenants):
            spared = tenant.joint or (self.dialect.house_party and has_guest(tenant, self.liveness().held))
            if not spared:
                permission.tenants.remove(tenant)
                self.revoke(tenant)

    def read(self, walk: Walk) -> None:
        """Read access to the object at a place."""
        for permission in walk.traversed:
            self.revoke_exclusive(permission)
        for permission in list(reachable_exclusive(walk.object)):
            self.revoke_exclusive(permission)

    def write(self, walk: Walk) -> None:
        """Write access to the object at a place."""
        for permission in walk.traversed:
            self.revoke_all(permission)
        for permission in list(reachable_exclusive(walk.object)):
            self.revoke_all(permission)

    # ------------------------------------------------------------ operations (§D.4)

    def give(self, place: Place) -> Value:
        walk = self.walk(place)
        if walk.last.joint or walk.joint or walk.leased:
            # Only an exclusive lease is given by a write access: it becomes a sublease.
            return self._derive(walk, exclusive=True)
        return self._move(walk, joint=False)

    def share(self, place: Place) -> Value:
        """A shared lease, or a copy of what is joint already."""
        return self._derive(self.walk(place), exclusive=False)

    def lease(self, place: Place) -> Value:
        return self._derive(self.walk(place), exclusive=True)

    def into_shared(self, place: Place) -> Value:
        walk = self.walk(place)
        if walk.last.joint or walk.joint or walk.leased:
            return self._derive(walk, exclusive=False)
        return self._move(walk, joint=True)

    def share_keyword(self, place: Place) -> Value:
        """``.share`` of a place, which the dialects understand differently (§G.1)."""
        match self.dialect.share_of_owned:
            case ShareOfOwned.LEASES:
                return self.share(place)
            case ShareOfOwned.GIVES:
                return self.into_shared(place)
            case ShareOfOwned.IN_PLACE:
                return self._share_in_place(place)

    def _share_in_place(self, place: Place) -> Value:
        """The owner itself becomes ``our``, which never has tenants: those that it had lose their leases."""
        walk = self.walk(place)
        if not (walk.joint or walk.leased):
            self.write(walk)
            walk.last.joint = True
            return Value(walk.object, walk.last)
        return self._derive(walk, exclusive=False)

    def _derive(self, walk: Walk, *, exclusive: bool) -> Value:
        """What lease, share, and give and into-shared of what is not uniquely owned yield."""
        last = walk.last
        makes_exclusive = exclusive and not walk.joint
        if makes_exclusive:
            self.write(walk)
        else:
            self.read(walk)
        if last.joint:
            return Value(walk.object, last)
        if walk.joint and not walk.leased:
            return self.fresh(walk.object)
        tenant = self.permission(joint=not makes_exclusive, leased=True)
        last.tenants.append(tenant)
        for passed in walk.traversed[:-1] if self.dialect.easements else ():
            passed.easements.append(tenant)
        return Value(walk.object, tenant)

    def _move(self, walk: Walk, *, joint: bool) -> Value:
        self.write(walk)
        moved = self.fresh(walk.object, joint=joint)
        self.revoke(walk.last)
        return moved

    # ------------------------------------------------------------ storing

    def write_field(self, place: Place, value: Value) -> None:
        """Assign to ``owner.field``: the path's leases end, the old value is merely dropped (§D.3, §D.10)."""
        walk, slot = self.walk_to_owner(place)
        self.write_slot(walk, slot, value)

    def walk_to_owner(self, place: Place) -> tuple[Walk, Slot]:
        """To the object whose field is assigned to, and that field."""
        *to_owner, (name, at) = place.steps
        walk = self.walk(Place(place.root, place.at, to_owner))
        return walk, find_field(walk.object, name, at)

    def write_slot(self, owner: Walk, slot: Slot, value: Value) -> None:
        """Write a field of the object at the end of a walk."""
        if any(permission.expired is not None for permission in owner.traversed):
            raise Panic  # V2: the right side has ended the way to the left side
        self.check_writable(owner.joint or slot.shared, owner.atomic or slot.atomic)
        for permission in owner.traversed:
            self.revoke_all(permission)
        slot.value = value

    def check_writable(self, joint: bool, atomic: bool) -> None:
        """What is reached jointly is not written to; in D1 a shared variable is (§G.2 iv)."""
        if joint and atomic:
            raise Fault("R-10", "atomic writes not implemented yet", self.now)
        if joint:
            raise Fault("R-9", "cannot write to shared fields", self.now)

    # ------------------------------------------------------------ collection (§D.7)

    def collect(self) -> None:
        """Revoke every permission that nothing holds and that hangs on no live one.

        What only a return type remembers owns nothing any more. In the reference a lease of it leads to an object that
        was freed, and using that panics (§D.11); here it has ended.
        """
        live = self.liveness()
        for frame in self.frames:
            for permission in frame.named.values():
                if permission not in live.held and not permission.leased:
                    self.revoke_all(permission)
        for permission in self.permissions:
            if permission not in live.permissions and permission.expired is None:
                self._drop(permission)
        self.permissions = [permission for permission in self.permissions if permission.expired is None]

    def _drop(self, permission: Permission) -> None:
        try:
            self.revoke(permission)
        except Fault:  # the last owner of something reserved is lost
            raise Panic from None

    def liveness(self) -> Liveness:
        """What the roots hold."""
        live = Liveness()
        for frame in self.frames:
            for slot in [*frame.locals, *frame.temporaries]:
                live.hold(slot.value)
            for permission in frame.named.values():
                live.mark(permission)
        for value in self.in_flight:
            live.hold(value)
        return live


class Liveness:
    """What is live: permissions (with their tenants and easements), and the objects that they own.

    ``held`` are the permissions that a live slot or a value in flight holds.
    """

    def __init__(self) -> None:
        self.permissions: set[Permission] = set()
        self.held: set[Permission] = set()
        self._objects: set[Object] = set()

    def mark(self, permission: Permission) -> None:
        if permission in self.permissions:
            return
        self.permissions.add(permission)
        for dependent in [*permission.tenants, *permission.easements]:
            self.mark(dependent)

    def hold(self, value: Value | None) -> None:
        """A live slot holds this."""
        if value is None:
            return
        self.mark(value.permission)
        self.held.add(value.permission)
        owns = value.permission.expired is None and not value.permission.leased
        if owns and value.object not in self._objects:
            self._objects.add(value.object)
            for slot in value.object.slots():
                self.hold(slot.value)


def usable(slot: Slot, at: Where) -> Value:
    """The value in a slot, unless it has none or lost it."""
    if slot.value is None:
        raise Fault("R-3", "accessing uninitialized memory", at)
    expired = slot.value.permission.expired
    if expired is not None:
        raise Fault("R-2", CANCELLED, at, second=expired, label="cancelled lease used here")
    return slot.value


def find_field(owner: Object, name: str, at: Where) -> Slot:
    """The slot of a field, or what is wrong with asking for it (R-5 to R-7)."""
    match owner:
        case Instance():
            found = next((slot for slot in owner.fields if slot.name == name), None)
            problem = ("R-5", f"the class `{owner.declared.name.text}` has no field named `{name}`")
        case TupleObject():
            found = next((slot for slot in owner.elements if slot.name == name), None)
            problem = ("R-6", f"no field named `{name}`")
        case _:
            found = None
            problem = ("R-7", f"expected something with fields, found {kind(owner)}")
    if found is None:
        raise Fault(*problem, at)
    return found


def reachable_exclusive(thing: Object) -> Iterator[Permission]:
    """The valid non-joint permissions inside an object, and inside what they lead to (§D.3)."""
    for slot in thing.slots():
        value = slot.value
        if value is not None and value.permission.expired is None and not value.permission.joint:
            yield value.permission
            yield from reachable_exclusive(value.object)


def has_guest(permission: Permission, held: set[Permission]) -> bool:
    """Whether a joint tenant that somebody holds hangs on a permission, directly or further down (§G.2 iii)."""
    valid = [tenant for tenant in permission.tenants if tenant.expired is None]
    return any((tenant.joint and tenant in held) or has_guest(tenant, held) for tenant in valid)


def class_name(thing: Object) -> tree.Class | None:
    """The class of an instance."""
    return thing.declared if isinstance(thing, Instance) else None
