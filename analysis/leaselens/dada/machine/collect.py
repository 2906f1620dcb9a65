"""Drops: what happens when a slot loses what it held (reference §D.7).

The reference collects garbage after every operation. Here only what a slot has just lost is looked at, which comes to the
same: an owned permission that nobody holds any more ends, with all that was leased from it; an object without an owner
goes, with all that it owned. A lease needs no holder: it lives as long as its lessor.
"""

from __future__ import annotations

from collections.abc import Iterable

from leaselens.dada.machine.access import forget_descendant, revoke
from leaselens.dada.machine.state import OUR_DATA, SILENT, Ending, Value, World


def lose(world: World, values: Iterable[Value | None], ending: Ending) -> World:
    """``values`` were held by slots that no longer hold them."""
    pending = [value for value in values if value is not None and value.permission not in (OUR_DATA, SILENT)]
    while pending:
        value = pending.pop()
        if value.permission not in world.permissions:
            continue
        if _still_held(world, value):
            continue
        world = revoke(world, [value.permission], ending) if _dies_unheld(world, value) else world
        thing = world.object_of(value)
        if thing is None or _is_lease(world, value) or _has_owner(world, value):
            world = _strike(world, value.permission)
            continue
        world = _strike(world, value.permission)
        assert isinstance(value.content, int)
        world = world._replace(objects={k: v for k, v in world.objects.items() if k != value.content})
        pending += [v for v in thing.values if v is not None and v.permission not in (OUR_DATA, SILENT)]
    return world


def _dies_unheld(world: World, value: Value) -> bool:
    record = world.permissions[value.permission]
    return record.valid and not record.leased and record.lessor is None


def _is_lease(world: World, value: Value) -> bool:
    record = world.permissions[value.permission]
    return record.valid and record.leased


def _still_held(world: World, value: Value) -> bool:
    """Whether another slot holds the same permission. One that is unique has only ever one holder."""
    if not world.permissions[value.permission].joint:
        return False
    return any(other.permission == value.permission for other in world.values())


def _has_owner(world: World, value: Value) -> bool:
    """Whether some slot still owns the object."""
    return any(
        other.content == value.content and (record := world.permissions[other.permission]).valid and not record.leased
        for other in world.values()
        if isinstance(other.content, int)
    )


def _strike(world: World, number: int) -> World:
    """Forget the record of a permission that no slot holds, if no lease hangs on it; then its lessors likewise."""
    record = world.permissions.get(number)
    if record is None or record.tenants or record.easements:
        return world
    permissions = dict(world.permissions)
    del permissions[number]
    forget_descendant(permissions, record, number)
    above = [*([record.lessor] if record.lessor is not None else ()), *record.through]
    world = world._replace(permissions=permissions)
    for other in above:
        if _is_loose(world, other):
            world = _strike(world, other)
    return world


def _is_loose(world: World, number: int) -> bool:
    record = world.permissions.get(number)
    if record is None or number in (OUR_DATA, SILENT) or record.tenants or record.easements or not record.leased:
        return False
    promised = any(number == p for frame in world.frames for _, p in frame.promised)
    return not promised and all(value.permission != number for value in world.values())
