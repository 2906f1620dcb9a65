"""Reservations (reference §D.9, R-18): a place that is named now and used later, when everything else is there.

Meanwhile nobody may end the permissions that lead to it.
"""

from __future__ import annotations

from leaselens.dada.ir import Place
from leaselens.dada.machine.faults import Fault, Finding
from leaselens.dada.machine.state import Ending, Permission, Reservation, Value, World
from leaselens.dada.machine.walk import Walk


def reserve(world: World, way: Walk, place: Place) -> tuple[World, Value]:
    """A reservation of what the walk has reached.

    Example: in ``f(p, g())`` with ``p`` ``my``: ``p`` is taken when ``f`` is called, and ``g`` can't get hold of it.
    """
    for number in way.traversed:
        world = world.amend(number, reserved=True)
    world, number = world.create(Reservation((), (), place.site, place=place, permissions=way.traversed))
    world, permission = world.issue(Permission())
    return world, Value(number, permission)


def confirmed(world: World, place: Place) -> tuple[World, Place]:
    """The place that is meant: where ``place`` begins with a slot that holds a reservation, what was reserved, and from
    now on is not."""
    value = world.slot(place.base) if isinstance(place.base, int) else None
    reservation = world.object_of(value) if value is not None else None
    if value is None or not isinstance(reservation, Reservation) or reservation.place is None:
        return world, place
    assert isinstance(place.base, int)
    assert isinstance(value.content, int)
    world = world.put(place.base, None).without_object(value.content)
    world = world._replace(permissions=world.permissions.without(value.permission))
    meant = reservation.place
    sites = (*meant.sites, *place.sites[1:])
    return world, Place(meant.base, (*meant.fields, *place.fields), sites, meant.text)


def refuse_if_reserved(world: World, number: int, ending: Ending) -> None:
    """Raises R-18 where the permission that is about to end leads to something reserved."""
    for thing in world.objects.values():
        if isinstance(thing, Reservation) and number in thing.permissions and thing.place is not None:
            name = ".".join((thing.place.text, *thing.place.fields))
            record = world.permissions[number]
            raise Reserved(
                Finding("R-18", ending.where.site, place=name, lease=number, record=record, declared=thing.created)
            )


class Reserved(Fault):
    """R-18, told of where the reserved place would lose its value."""
