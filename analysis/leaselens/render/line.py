"""The picture that fits at the end of a line: who lent what to whom, ``p ╌my╌► Point ◄─leased─ q``.

The first holder (the owner, where it is in the picture) stands at the left, the others at the right. A row that lost
its value at this statement is told in words: ``l expired``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leaselens.model.diagram import Diagram, HeapObject, Permission, Row, State
from leaselens.render import wording
from leaselens.render.wording import STYLES, Signs

MAX_WIDTH = 60
"""Cells that the picture takes at most, unless the caller allows another number."""
_LOST = {State.EXPIRED: "expired", State.GIVEN: "given away", State.DROPPED: "dropped"}
_SEPARATORS = {False: " · ", True: " ; "}


@dataclass(frozen=True, slots=True)
class _Holder:
    place: str
    row: Row


def line(diagram: Diagram, style: str = "unicode", *, changed_only: bool = False, limit: int = MAX_WIDTH) -> str:
    """The one-line picture of a diagram, or ``""`` where nothing is worth showing.

    Shown are the objects to which at least two rows point and those of which a holder changed at this statement; with
    ``changed_only`` the latter alone. ``limit`` is in terminal cells; what does not fit is left out, then ``…``.
    """
    signs = STYLES[style]
    holders = list(_holders(diagram))
    parts = [*_objects(diagram, holders, signs, changed_only), *_losses(diagram, holders, signs)]
    return _joined(parts, signs, limit)


def _holders(diagram: Diagram) -> Iterator[_Holder]:
    """All rows by their place: a variable by its name (``p@f`` in an older frame), a field by a place of its object."""
    objects = wording.objects_by_id(diagram)
    places: dict[int, str] = {}
    newest = len(diagram.frames) - 1
    for index, frame in reversed(list(enumerate(diagram.frames))):
        for row in frame.rows:
            place = row.name if index == newest else f"{row.name}@{frame.name.rpartition('@')[2]}"
            yield from _reached(_Holder(place, row), objects, places)


def _reached(holder: _Holder, objects: dict[int, HeapObject], places: dict[int, str]) -> Iterator[_Holder]:
    """A row, and the rows of the object that it is the first to reach."""
    waiting = [holder]
    while waiting:
        current = waiting.pop()
        yield current
        target = current.row.target
        if target in objects and target not in places:
            places[target] = current.place
            waiting += [_Holder(f"{current.place}.{row.name}", row) for row in reversed(objects[target].rows)]


def _objects(diagram: Diagram, holders: list[_Holder], signs: Signs, changed_only: bool) -> Iterator[str]:
    objects = wording.objects_by_id(diagram)
    for thing in diagram.objects:
        held = [h for h in holders if wording.arrow_target(h.row, objects) == thing.id]
        if any(h.row.changed for h in held) or (len(held) > 1 and not changed_only):
            yield _one_object(thing, sorted(held, key=_owns, reverse=True), diagram, signs)


def _owns(holder: _Holder) -> bool:
    return holder.row.permission in (Permission.MY, Permission.OUR)


def _one_object(thing: HeapObject, held: list[_Holder], diagram: Diagram, signs: Signs) -> str:
    first, *others = held
    bar, label = _arrow(first.row, diagram, signs)
    text = f"{_place(first, signs)} {bar}{label}{bar}{signs.heads['e']} {wording.title(thing, signs)}"
    for other in others:
        bar, label = _arrow(other.row, diagram, signs)
        text += f" {signs.heads['w']}{bar}{label}{bar} {_place(other, signs)}"
    return text


def _arrow(row: Row, diagram: Diagram, signs: Signs) -> tuple[str, str]:
    bars = signs.dashed if wording.is_dashed(row, diagram.manner) else signs.solid
    return bars[0], wording.label(row, diagram.manner, only_ascii=signs.only_ascii)


def _place(holder: _Holder, signs: Signs) -> str:
    return wording.visible(holder.place, only_ascii=signs.only_ascii)


def _losses(diagram: Diagram, holders: list[_Holder], signs: Signs) -> Iterator[str]:
    for holder in holders:
        if holder.row.changed and holder.row.state in _LOST:
            yield f"{_place(holder, signs)} {_LOST[holder.row.state]}"


def _joined(parts: list[str], signs: Signs, limit: int) -> str:
    """As many parts as fit; the first one is cut where even it is too long."""
    separator = _SEPARATORS[signs.only_ascii]
    text = separator.join(parts)
    while wording.width(text) > limit and len(parts) > 1:
        parts = parts[:-1]
        text = separator.join(parts) + f" {signs.more}"
    return text if wording.width(text) <= limit else _cut(text, signs, limit)


def _cut(text: str, signs: Signs, limit: int) -> str:
    """A text that is too long without its last holders, or, where even the first is too long, without its end."""
    while wording.width(text) > limit and f" {signs.heads['w']}" in text:
        text = text[: text.rindex(f" {signs.heads['w']}")] + f" {signs.more}"
    while wording.width(text) > limit:
        text = text.removesuffix(signs.more)[:-1] + signs.more
    return text
