"""Where everything stands: boxes on a grid of characters, and the arrows between them.

The stack stands at the left, with a blank line before, between and behind its variables. The box that a row introduces
stands to the right of that row, its heading on the row's line. Whatever a row brings with it (a box, the boxes to which
that one leads, or a long way round) has a band of lines for itself, and later rows move down until they are free of it:
so nothing ever overlaps, and an arrow from a row to the box beside it is a straight line.
A row that refers to a box elsewhere gets a free line across, from which ``route`` seeks a way.
Columns and lines are 0-based cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from leaselens.render.route import Cell, Obstacles, find_way
from leaselens.render.sketch import STACK, Line, Panel, Sketch, Slot
from leaselens.render.wording import width

ARROW = 18
"""Length of the arrows from behind the row's border up to and including the head, in the seeds' roomy layout."""
_ARROW_SPARE = 4
MAX_ROUTED = 6
"""How many arrows may go a way round; further ones name their object instead."""


@dataclass
class Box:
    """A rectangle of cells, borders included. ``lines`` pairs a line number with what stands there."""

    x: int
    y: int
    width: int
    bottom: int
    title: str = ""
    separator: int | None = None
    lines: list[tuple[int, Line]] = field(default_factory=list)

    @property
    def right(self) -> int:
        """The column of the right border."""
        return self.x + self.width - 1


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across the stack above a frame, with the frame's name (empty for a frame that stands alone)."""

    y: int
    panel: Panel


@dataclass(frozen=True, slots=True)
class Wire:
    """An arrow: its row, the box it leaves (``None``: the stack), and its cells; the last one carries the head."""

    line: Line
    owner: int | None
    cells: tuple[Cell, ...]


@dataclass
class Layout:
    """All positions. ``failed`` are the rows whose arrow found no way."""

    stack: Box
    dividers: list[Divider]
    boxes: dict[int, Box]
    wires: list[Wire]
    failed: frozenset[Slot]


@dataclass
class _Region:
    """The space to the right of one box: its first free line, and the box that may still grow down there."""

    free: int
    used: bool = False
    open: int | None = None


class _Placing:
    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.arrow = _arrow_length(sketch)
        self.boxes: dict[int, Box] = {}
        self.straight: list[tuple[Line, int | None, int]] = []
        self.around: list[tuple[Line, int | None, int]] = []

    def place_object(self, id: int, x: int, y: int) -> int:
        """Place the box of an object and all that it introduces; the last line that they take."""
        card = self.sketch.cards[id]
        texts = [card.title, *(line.text for line in card.lines)]
        box = Box(x, y, max(map(width, texts)) + 4, y + 2, card.title, y + 2 if card.lines else None)
        self.boxes[id] = box
        region = _Region(y)
        at = y + 3
        for line in card.lines:
            at = self.place_row(line, id, at, box.right, region)
            box.lines.append((at, line))
            box.bottom = at + 1
            at += 1
        return max(box.bottom, region.free - 1)

    def place_row(self, line: Line, owner: int | None, at: int, right: int, region: _Region) -> int:
        """Find the line of a row that would like to stand at ``at``, and place what it introduces."""
        if line.target is None:
            return at
        if line.target not in self.boxes and self.sketch.homes[line.target] == owner:
            at = max(at, region.free + 1)
            region.free = self.place_object(line.target, right + self.arrow + 1, at - 1) + 1
            region.used, region.open = True, line.target
        elif line.target == region.open:
            self._stretch(self.boxes[line.target], at, region)
        else:
            at = max(at, region.free + region.used)
            region.free, region.used, region.open = at + 1, True, None
            self.around.append((line, owner, at))
            return at
        self.straight.append((line, owner, at))
        return at

    def _stretch(self, box: Box, at: int, region: _Region) -> None:
        """Make a box reach down to an arrow that enters it on line ``at``."""
        box.bottom = max(box.bottom, at + 1)
        region.free = max(region.free, box.bottom + 1)

    def place_stack(self) -> tuple[Box, list[Divider]]:
        """Place the frames below one another, and with them everything else."""
        panels = self.sketch.panels
        texts = [line.text for panel in panels for line in panel.lines]
        # "┌─ name ─┐" takes two characters more than "│ name │".
        inner = max([1, *map(width, texts), *(width(panel.name) + 2 for panel in panels if panel.name)])
        box = Box(0, 0, inner + 4, 2)
        region = _Region(0)
        at = 0
        dividers = []
        for panel in panels:
            dividers.append(Divider(at, panel))
            at = self._place_panel(panel, box, at, region)
        box.bottom = max([at, 2, *(b.bottom for b in self.boxes.values())])
        return box, dividers

    def _place_panel(self, panel: Panel, box: Box, top: int, region: _Region) -> int:
        """Place the rows of a frame below its top line; the line of the next border."""
        at = top + 2
        for line in panel.lines:
            at = self.place_row(line, STACK, at, box.right, region)
            box.lines.append((at, line))
            at += 2
        return at


def _arrow_length(sketch: Sketch) -> int:
    """All arrows of a diagram are equally long: 18, or more where the longest label with 4 cells demands it."""
    lines: list[Line] = [line for panel in sketch.panels for line in panel.lines]
    lines += [line for card in sketch.cards.values() for line in card.lines]
    labels = [width(line.label) for line in lines if line.target is not None]
    return max([ARROW, *(label + _ARROW_SPARE for label in labels)])


def lay_out(sketch: Sketch) -> Layout:
    """Find a place for everything in a sketch, and a way for its arrows."""
    placing = _Placing(sketch)
    stack, dividers = placing.place_stack()
    wires = [_straight_wire(placing, stack, *arrow) for arrow in placing.straight]
    routed, failed = _routed_wires(placing, stack, wires)
    return Layout(stack, dividers, placing.boxes, wires + routed, failed)


def _straight_wire(placing: _Placing, stack: Box, line: Line, owner: int | None, at: int) -> Wire:
    start = (stack if owner is None else placing.boxes[owner]).right + 1
    assert line.target is not None
    return Wire(line, owner, tuple((x, at) for x in range(start, placing.boxes[line.target].x)))


def _routed_wires(placing: _Placing, stack: Box, straight: Sequence[Wire]) -> tuple[list[Wire], frozenset[Slot]]:
    """Ways for the arrows that do not lead straight to the right, and the rows for which there is none."""
    obstacles = Obstacles()
    for box in (stack, *placing.boxes.values()):
        obstacles.add_rectangle(box.x, box.y, box.right, box.bottom)
    for wire in straight:
        _add_wire(obstacles, wire)
    stubs = [_stub(placing, stack, *arrow) for arrow in placing.around]
    for stub in stubs:
        obstacles.add(stub.cells)
    routed: list[Wire] = []
    failed: set[Slot] = set()
    for number, stub in enumerate(stubs):
        way = _routed_wire(placing, obstacles, stub) if number < MAX_ROUTED else None
        if way is not None:
            _add_wire(obstacles, way)
            routed.append(way)
        elif stub.line.slot is not None:
            failed.add(stub.line.slot)
    return routed, frozenset(failed)


def _add_wire(obstacles: Obstacles, wire: Wire) -> None:
    obstacles.add(wire.cells)
    obstacles.add_crossable(wire.cells[width(wire.line.label) + 1 :])


def _stub(placing: _Placing, stack: Box, line: Line, owner: int | None, at: int) -> Wire:
    """The beginning of an arrow, which is straight as far as its label goes."""
    start = (stack if owner is None else placing.boxes[owner]).right + 1
    return Wire(line, owner, tuple((x, at) for x in range(start, start + width(line.label) + 2)))


def _routed_wire(placing: _Placing, obstacles: Obstacles, stub: Wire) -> Wire | None:
    assert stub.line.target is not None
    box = placing.boxes[stub.line.target]
    way = find_way(obstacles, stub.cells, (box.x, box.y, box.right, box.bottom))
    return None if way is None else Wire(stub.line, stub.owner, stub.cells + way)
