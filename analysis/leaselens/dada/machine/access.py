"""Accessing an object: what gets ended by it (reference §D.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leaselens.dada.machine.persistent import Table
from leaselens.dada.machine.reservations import refuse_if_reserved
from leaselens.dada.machine.state import OUR_DATA, SILENT, Ending, Permission, Value, World
from leaselens.dada.machine.walk import Rules, Walk


def revoke(world: World, numbers: Iterable[int], ending: Ending) -> World:
    """End the permissions, then their easements, then their tenants, all the way down. Raises R-18."""
    pending = [number for number in numbers if number not in (OUR_DATA, SILENT)]
    if not pending:
        return world
    permissions = world.permissions
    while pending:
        number = pending.pop()
        record = permissions.get(number)
        if record is None or not record.valid:
            continue
        if record.reserved:
            refuse_if_reserved(world, number, ending)
        pending += [*record.tenants, *record.easements]
        ended = record._replace(
            valid=False, tenants=(), easements=(), lessor=None, through=(), endings=frozenset({ending})
        )
        permissions = without_descendant(permissions.with_item(number, ended), record, number)
    return world._replace(permissions=permissions)


def without_descendant(permissions: Table[Permission], record: Permission, number: int) -> Table[Permission]:
    """Strike ``number`` from the lists of those that it was leased from and through."""
    if record.lessor is not None and (lessor := permissions.get(record.lessor)):
        left = lessor._replace(tenants=tuple(t for t in lessor.tenants if t != number))
        permissions = permissions.with_item(record.lessor, left)
    for other in record.through:
        if way := permissions.get(other):
            left = way._replace(easements=tuple(e for e in way.easements if e != number))
            permissions = permissions.with_item(other, left)
    return permissions


def read(world: World, walk: Walk, ending: Ending, rules: Rules) -> World:
    """Read the object at the end of a walk: exclusive leases of everything on the way, and of all that it owns, end."""
    spare = _spared_by_house_party if rules.dialect.house_party else _spared
    exclusive: list[int] = []
    for number in _asserted(world, walk):
        exclusive += [t for t in world.permissions[number].tenants if not spare(world, t)]
    return revoke(world, exclusive, ending)


def write(world: World, walk: Walk, ending: Ending) -> World:
    """Write the object at the end of a walk: every lease of it ends."""
    tenants: list[int] = []
    for number in _asserted(world, walk):
        tenants += world.permissions[number].tenants
    return revoke(world, tenants, ending)


def write_place(world: World, owner: Walk, ending: Ending) -> World:
    """Write one field of the object at the end of a walk: every lease of what lies on the way to it ends, leases of
    sibling fields stay."""
    tenants = [t for number in owner.traversed for t in world.permissions[number].tenants]
    return revoke(world, tenants, ending)


def _spared(world: World, tenant: int) -> bool:
    return world.permissions[tenant].joint


def _spared_by_house_party(world: World, tenant: int) -> bool:
    """§G.2 (iii): a read spares tenants that are joint or have a joint descendant."""
    return any(world.permissions[number].joint for number in descendants(world, tenant))


def descendants(world: World, number: int) -> Iterator[int]:
    """A permission and all its tenants, transitively."""
    pending = [number]
    while pending:
        number = pending.pop()
        yield number
        pending += world.permissions[number].tenants


def _asserted(world: World, walk: Walk) -> list[int]:
    """The permissions that an access asserts: those on the way, and the exclusive ones reachable from the object."""
    return [*walk.traversed, *reachable_exclusive(world, walk.value)]


def reachable_exclusive(world: World, value: Value) -> Iterator[int]:
    """Every valid, unique permission in the object and in what they lead to; joint and ended fields are not entered."""
    pending = [value]
    seen: set[int] = set()
    while pending:
        thing = world.object_of(pending.pop())
        for inner in thing.values if thing else ():
            if inner is None or inner.permission in seen:
                continue
            record = world.permissions[inner.permission]
            if record.valid and not record.joint and not record.options and not record.silent:
                seen.add(inner.permission)
                yield inner.permission
                pending.append(inner)
