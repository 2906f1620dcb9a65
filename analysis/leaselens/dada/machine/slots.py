"""Slots of the newest frame: storing into them, and emptying them (reference §D.6)."""

from __future__ import annotations

from leaselens.dada.ir import Site
from leaselens.dada.machine import collect
from leaselens.dada.machine.state import Cause, Ending, Value, World
from leaselens.dada.machine.walk import Rules


def store(world: World, slot: int, value: Value, site: Site, rules: Rules) -> World:
    """slot := value; what it held before is lost."""
    old = world.slot(slot)
    world = world.put(slot, value)
    if old is None:
        return world
    deed = f"{slot_name(world, slot, rules)} is overwritten here"
    return collect.lose(world, (old,), Ending(Cause.OVERWRITTEN, deed, world.where(site)))


def clear(world: World, slots: tuple[int, ...], site: Site, scope_ends: bool, rules: Rules) -> World:
    """Empty the slots, in this order; what they held is lost. Cleared slots count as never initialised."""
    for slot in slots:
        old = world.slot(slot)
        if old is None:
            continue
        how = "goes out of scope here" if scope_ends else "is dropped here"
        deed = f"{slot_name(world, slot, rules)} {how}"
        world = collect.lose(world.put(slot, None), (old,), Ending(Cause.DROPPED, deed, world.where(site)))
    return world


def slot_name(world: World, slot: int, rules: Rules) -> str:
    """The slot as the reader knows it."""
    names = rules.program.codes[world.frame.code].names
    return f"`{names[slot]}`" if slot < len(names) else "a temporary value"
