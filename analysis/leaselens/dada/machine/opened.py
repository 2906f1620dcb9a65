"""Permissions that are left open: parameters of functions that nothing calls, where no permission is declared.

Such a permission is decided where a rule first asks what it is. Sharing a variable does not ask: whatever the variable
holds, what comes out can be read and not written, and nothing ends by it. So the share is made, and set right when the
permission is decided.
"""

from __future__ import annotations

from leaselens.dada.ir import Place, Site
from leaselens.dada.machine.faults import Undecided
from leaselens.dada.machine.state import Permission, Value, World


def open_value(world: World, place: Place) -> Value | None:
    """What a variable holds, if its permission is open."""
    if place.fields or not isinstance(place.base, int):
        return None
    value = world.slot(place.base)
    if value is None:
        return None
    record = world.permissions[value.permission]
    return value if record.options and not record.silent else None


def share_open(world: World, value: Value, site: Site) -> tuple[World, Value]:
    """A shared lease of what the open permission leads to."""
    issued = frozenset({world.where(site)})
    world, number = world.issue(Permission(joint=True, leased=True, lessor=value.permission, issued=issued))
    return world, Value(value.content, number)


def ask(world: World, number: int) -> None:
    """A rule asks what kind of permission this is. Raises ``Undecided`` if that was left open, or for a share if it was
    left open whether that is a lease."""
    for asked in (number, world.permissions[number].lessor):
        if asked is not None and world.permissions[asked].options and not world.permissions[asked].silent:
            raise Undecided(asked)


def decide(world: World, number: int, joint: bool, leased: bool) -> World:
    """The permission turns out to be this. Shares of one that is joint were copies of it: they stand on their own."""
    tenants = world.permissions[number].tenants
    world = world.amend(number, options=(), joint=joint, leased=leased)
    if not joint:
        return world
    world = world.amend(number, tenants=())
    for tenant in tenants:
        world = world.amend(tenant, lessor=None, leased=leased)
    return world if leased else _with_second_owners(world, frozenset(tenants))


def _with_second_owners(world: World, owners: frozenset[int]) -> World:
    """The objects to which one of the permissions leads have more than one owner."""
    for value in world.values():
        if value.permission in owners and world.object_of(value) is not None:
            assert isinstance(value.content, int)
            world = world.with_shared_owner(value.content)
    return world
