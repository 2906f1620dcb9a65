"""Widening: forgetting data so that a loop comes to an end (design, "Loops")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, repeat

from leaselens.dada import budgets
from leaselens.dada.machine.data import FORGOTTEN, Known, Unknown
from leaselens.dada.machine.persistent import slots, table
from leaselens.dada.machine.state import MYSTERY, OUR_DATA, SILENT, Opaque, Permission, Value, World
from leaselens.dada.worlds.witness import inputs_of


def forget(world: World, before: World) -> World:
    """Forget what data differs from ``before``, another world at the same point, and what was learned of inputs."""
    frames = tuple(
        frame._replace(slots=slots(_slots(frame.slots, _counterpart(before, index))))
        for index, frame in enumerate(world.frames)
    )
    objects = {
        number: replace(thing, values=_slots(thing.values, _old_fields(before, number)))
        for number, thing in world.objects.items()
    }
    return world._replace(
        frames=frames, objects=table(objects), learned=(), doubtful=world.doubtful or bool(world.learned)
    )


def _counterpart(before: World, index: int) -> tuple[Value | None, ...]:
    return tuple(before.frames[index].slots) if index < len(before.frames) else ()


def _old_fields(before: World, number: int) -> tuple[Value | None, ...]:
    return before.objects[number].values if number in before.objects else ()


def _slots(values: Iterable[Value | None], old: tuple[Value | None, ...]) -> tuple[Value | None, ...]:
    return tuple(_slot(value, other) for value, other in zip(values, chain(old, repeat(None)), strict=False))


def _slot(value: Value | None, old: Value | None) -> Value | None:
    if value is None or not isinstance(value.content, (Known, Unknown)) or value == old:
        return value
    return Value(FORGOTTEN, OUR_DATA) if value.permission == OUR_DATA else value


def forget_depths(world: World) -> World:
    """Objects deeper than ``budgets.DEPTH`` from every variable become unknown; what was leased from them is silent."""
    near = _near(world)
    gone = {number for number in world.objects if number not in near}
    objects = {
        number: replace(thing, values=tuple(_unless_gone(value, gone) for value in thing.values))
        for number, thing in world.objects.items()
        if number not in gone
    }
    shallow = world._replace(objects=table(objects))
    return _silence_orphans(shallow, {value.permission for value in shallow.values()}) if gone else world


def _near(world: World) -> set[int]:
    """The objects within reach of the variables."""
    level = {v.content for frame in world.frames for v in frame.slots if v is not None and isinstance(v.content, int)}
    near: set[int] = set()
    for _ in range(budgets.DEPTH):
        near |= level
        inner = (v for number in level if number in world.objects for v in world.objects[number].values)
        level = {v.content for v in inner if v is not None and isinstance(v.content, int)} - near
    return near


def _unless_gone(value: Value | None, gone: set[int]) -> Value | None:
    return MYSTERY if value is not None and value.content in gone else value


def _silence_orphans(world: World, held: set[int]) -> World:
    """Permissions that nothing holds any more go; what was leased from them is silent from here on."""
    lost = {n for n, record in world.permissions.items() if n not in held and not record.leased and n > SILENT}
    permissions: dict[int, Permission] = {}
    for number, record in world.permissions.items():
        if number not in lost:
            above = ({record.lessor} if record.lessor is not None else set()) | set(record.through)
            permissions[number] = record._replace(
                silent=record.silent or bool(above & lost),
                lessor=None if record.lessor in lost else record.lessor,
                through=tuple(n for n in record.through if n not in lost),
            )
    return world._replace(permissions=table(permissions))


def forget_answers(world: World, live: frozenset[int]) -> World:
    """What was learned of inputs of which nothing is left that could be asked again is forgotten without loss.

    ``live`` are the slots of the newest frame that may still be read.
    """
    if not world.learned:
        return world
    askable = _askable_inputs(world, live)
    kept = tuple((term, answer) for term, answer in world.learned if inputs_of(term) & askable)
    return world if len(kept) == len(world.learned) else world._replace(learned=kept)


def _askable_inputs(world: World, live: frozenset[int]) -> frozenset[object]:
    """The inputs from which something comes that the newest frame's live slots, or the older frames, lead to."""
    pending: list[Value | None] = [world.slot(slot) for slot in live]
    pending += [value for frame in world.frames[:-1] for value in frame.slots]
    inputs: set[object] = set()
    seen: set[int] = set()
    while pending:
        value = pending.pop()
        if value is None or value.content in seen:
            continue
        if isinstance(value.content, Unknown):
            inputs |= inputs_of(value.content)
        thing = world.object_of(value)
        if thing is not None and isinstance(value.content, int):
            seen.add(value.content)
            inputs |= inputs_of(thing.term) if isinstance(thing, Opaque) else frozenset()
            pending += thing.values
    return frozenset(inputs)
