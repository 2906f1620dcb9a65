"""What is drawn of a diagram, and in which words: rows become lines of text and arrows, long lists are cut.

The limits keep a picture readable in a hover; what is left out is counted in the picture (``⋮ 12 more``) or marked by
``…`` behind the name of an object that has no box of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leaselens.model.diagram import Diagram, Frame, HeapObject, Permission, Row
from leaselens.render import wording
from leaselens.render.wording import Signs

MAX_FRAMES = 8
"""Frames that are shown: the oldest two and the newest ones."""
MAX_ROWS = 24
"""Variables of the newest frame that are shown; of the others ``MAX_OLDER_ROWS``."""
MAX_OLDER_ROWS = 8
MAX_FIELDS = 16
MAX_OBJECTS = 32
MAX_DEPTH = 6
"""How many arrows may follow one another to the right."""
IN_FLIGHT = "(in-flight)"
_OLDEST = 2
_OWNING = (Permission.MY, Permission.OUR)
_Way = tuple[int, int | None, int]
"""How an object was met: its identity, the box that refers to it, and its distance from the stack."""

STACK = None
"""The owner of the rows of all frames, where the owner of a field's row is its object's identity."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a row stands in the diagram: the index of its frame or the identity of its object, and its index there.

    The row of a value in flight has the index -1.
    """

    frame: int | None
    object: int | None
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box: its text, and the arrow that leaves it, if any. ``slot`` is ``None`` for a line of elision."""

    text: str
    slot: Slot | None = None
    row: Row | None = None
    target: int | None = None
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame as it is drawn. ``name`` is empty when it is the only one; a panel of elided frames has no index."""

    name: str
    lines: tuple[Line, ...]
    frame: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """An object as it is drawn."""

    title: str
    lines: tuple[Line, ...]
    thing: HeapObject


@dataclass(frozen=True)
class Sketch:
    """All that is drawn. ``homes`` says for each card which box introduces it (an object's identity, or the stack)."""

    panels: tuple[Panel, ...]
    cards: Mapping[int, Card]
    homes: Mapping[int, int | None]


@dataclass
class _Sketching:
    """The work of one sketch: first which rows are kept, then which objects these reach, then the words."""

    diagram: Diagram
    signs: Signs
    inlined: frozenset[Slot]
    objects: dict[int, HeapObject] = field(init=False)
    homes: dict[int, int | None] = field(init=False)
    marks: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.objects = wording.objects_by_id(self.diagram)
        self.homes = self._homes()
        self.marks = self._marks()

    def frames(self) -> list[tuple[int, Frame]]:
        """The frames that are shown: the oldest two and the newest."""
        frames = list(enumerate(self.diagram.frames))
        return frames if len(frames) <= MAX_FRAMES else frames[:_OLDEST] + frames[_OLDEST - MAX_FRAMES :]

    def frame_rows(self, index: int, frame: Frame) -> list[tuple[Slot, Row]]:
        """The rows of a frame that are shown, a value in flight last."""
        newest = index == len(self.diagram.frames) - 1
        kept = self._kept(frame.rows, MAX_ROWS if newest else MAX_OLDER_ROWS)
        rows = [(Slot(index, None, i), frame.rows[i]) for i in kept]
        if frame.in_flight and wording.arrow_target(frame.in_flight, self.objects) is not None:
            rows.append((Slot(index, None, -1), replace(frame.in_flight, name=IN_FLIGHT)))
        return rows

    def field_rows(self, thing: HeapObject) -> list[tuple[Slot, Row]]:
        """The rows of an object that are shown."""
        return [(Slot(None, thing.id, i), thing.rows[i]) for i in self._kept(thing.rows, MAX_FIELDS)]

    def _kept(self, rows: Sequence[Row], limit: int) -> list[int]:
        """The indices of the most telling rows, in order: what changed first, then what has an arrow."""
        if len(rows) <= limit:
            return list(range(len(rows)))

        def rank(index: int) -> tuple[bool, bool, int]:
            return not rows[index].changed, wording.arrow_target(rows[index], self.objects) is None, index

        return sorted(sorted(range(len(rows)), key=rank)[: limit - 1])

    def _homes(self) -> dict[int, int | None]:
        """Which box introduces each object: the one that owns it, else the nearest one that refers to it.

        A search over the rows in which an owning arrow costs nothing and any other costs one: what a lease refers to
        stands beside its owner wherever it has one in the picture.
        """
        homes: dict[int, int | None] = {}
        queue: deque[_Way] = deque()
        self._push(queue, [row for index, frame in self.frames() for row in self.frame_rows(index, frame)], STACK, 1)
        while queue and len(homes) < MAX_OBJECTS:
            target, home, depth = queue.popleft()
            if target not in homes:
                homes[target] = home
                if depth < MAX_DEPTH:
                    self._push(queue, self.field_rows(self.objects[target]), target, depth + 1)
        return homes

    def _push(self, queue: deque[_Way], rows: list[tuple[Slot, Row]], owner: int | None, depth: int) -> None:
        """Queue what the rows refer to: what they own before everything that waits, the rest behind it."""
        owned: list[_Way] = []
        for _, row in rows:
            target = wording.arrow_target(row, self.objects)
            if target is not None:
                way = (target, owner, depth)
                owned.append(way) if row.permission in _OWNING else queue.append(way)
        queue.extendleft(reversed(owned))

    def _marks(self) -> dict[int, str]:
        """The marks of the objects that are referred to by name, in their order."""
        rows = [row for index, frame in self.frames() for row in self.frame_rows(index, frame)]
        rows += [row for id in self.homes for row in self.field_rows(self.objects[id])]
        named = {row.target for slot, row in rows if slot in self.inlined}
        return {id: self._mark(n) for n, id in enumerate(i for i in self.homes if i in named)}

    def _mark(self, number: int) -> str:
        marks = self.signs.marks
        return marks[number] if number < len(marks) else f" #{number + 1}"

    def line(self, slot: Slot, row: Row) -> Line:
        """A row as it is drawn: data behind its name, an arrow, or a reference to an object by name."""
        name = wording.visible(row.name, only_ascii=self.signs.only_ascii)
        target = wording.arrow_target(row, self.objects)
        if target is None:
            return Line(self._with_value(name, row), slot, row)
        label = wording.label(row, self.diagram.manner, only_ascii=self.signs.only_ascii)
        dashed = wording.is_dashed(row, self.diagram.manner)
        if slot in self.inlined or target not in self.homes:
            return Line(f"{name} {self._reference(label, dashed, target)}", slot, row)
        return Line(name if slot.object is None else f"{name}:", slot, row, target, label, dashed)

    def _with_value(self, name: str, row: Row) -> str:
        value = wording.value_of(row, self.objects, self.signs)
        if value is None:
            return name
        return f"{'atomic ' if row.atomic else ''}{name}: {value}"

    def _reference(self, label: str, dashed: bool, target: int) -> str:
        """An arrow inside the text: ``─leased→ Point①``, or ``─my→ Point…`` for an object without a box."""
        bar = (self.signs.dashed if dashed else self.signs.solid)[0]
        name = wording.title(self.objects[target], self.signs)
        return f"{bar}{label}{self.signs.arrow} {name}{self.marks.get(target, self.signs.more)}"

    def lines(self, rows: list[tuple[Slot, Row]], count: int) -> tuple[Line, ...]:
        """The rows as lines, with a note wherever some of all ``count`` rows are left out."""
        lines: list[Line] = []
        last = -1
        for slot, row in rows:
            index = slot.row if slot.row >= 0 else count
            if index - last > 1:
                lines.append(Line(f"{self.signs.gap} {index - last - 1} more"))
            lines.append(self.line(slot, row))
            last = index
        if last < count - 1:
            lines.append(Line(f"{self.signs.gap} {count - last - 1} more"))
        return tuple(lines)

    def card(self, thing: HeapObject) -> Card:
        """An object with its heading."""
        name = wording.title(thing, self.signs) + self.marks.get(thing.id, "")
        return Card(name, self.lines(self.field_rows(thing), len(thing.rows)), thing)

    def panels(self) -> list[Panel]:
        """The frames; they have names when there are several, and a note stands for those that are left out."""
        frames = self.frames()
        panels = []
        for index, frame in frames:
            name = wording.visible(frame.name, only_ascii=self.signs.only_ascii) if len(self.diagram.frames) > 1 else ""
            panels.append(Panel(name, self.lines(self.frame_rows(index, frame), len(frame.rows)), index))
        if hidden := len(self.diagram.frames) - len(frames):
            panels.insert(_OLDEST, Panel(f"{self.signs.gap} {hidden} more calls", (), None))
        return panels


def sketch(diagram: Diagram, signs: Signs, inlined: frozenset[Slot] = frozenset()) -> Sketch:
    """What is drawn of a diagram. The rows of ``inlined`` name their object instead of pointing to it by an arrow."""
    work = _Sketching(diagram, signs, inlined)
    cards = {id: work.card(work.objects[id]) for id in work.homes}
    return Sketch(tuple(work.panels()), cards, work.homes)
