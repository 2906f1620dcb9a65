"""Widening: forgetting data so that a loop comes to an end (design, "Loops")."""

from __future__ import annotations

from dataclasses import replace

from leaselens.dada.machine.data import FORGOTTEN, Known, Unknown
from leaselens.dada.machine.state import OUR_DATA, Value, World


def forget(world: World, before: World) -> World:
    """Forget what data differs from ``before``, another world at the same point, and what was learned of inputs."""
    frames = tuple(
        frame._replace(slots=_slots(frame.slots, _counterpart(before, index)))
        for index, frame in enumerate(world.frames)
    )
    objects = {
        number: replace(thing, values=_slots(thing.values, _old_fields(before, number)))
        for number, thing in world.objects.items()
    }
    return world._replace(frames=frames, objects=objects, learned=(), doubtful=world.doubtful or bool(world.learned))


def _counterpart(before: World, index: int) -> tuple[Value | None, ...]:
    return before.frames[index].slots if index < len(before.frames) else ()


def _old_fields(before: World, number: int) -> tuple[Value | None, ...]:
    return before.objects[number].values if number in before.objects else ()


def _slots(values: tuple[Value | None, ...], old: tuple[Value | None, ...]) -> tuple[Value | None, ...]:
    padded = (*old, *(None,) * (len(values) - len(old)))
    return tuple(_slot(value, other) for value, other in zip(values, padded, strict=False))


def _slot(value: Value | None, old: Value | None) -> Value | None:
    if value is None or not isinstance(value.content, (Known, Unknown)) or value == old:
        return value
    return Value(FORGOTTEN, OUR_DATA) if value.permission == OUR_DATA else value


def shares_input(term: object, other: object) -> bool:
    """Whether two questions have an input in common."""
    return bool(_inputs(term) & _inputs(other))


def _inputs(term: object) -> frozenset[object]:
    if isinstance(term, Unknown):
        return _inputs(term.term)
    if not isinstance(term, tuple):
        return frozenset()
    if term[:1] == ("input",):
        return frozenset({term})
    return frozenset().union(*map(_inputs, term))
