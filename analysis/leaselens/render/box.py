"""The box drawing: stack frames at the left, the objects that they lead to at the right (reference §E.4).

One geometry in two styles, Unicode line drawing and plain ASCII. The conventions beyond the reference's samples:

* With more than one frame each one has its name in the line above it; the newest stands lowest.
* An arrow that can't reach its object straight to the right goes round (``┐ ▼``, ``┘ ▲``, ``◄``); where there is no
  clear way the row names the object, ``l ─leased→ Point①``, and the object carries the mark.
* Long lists are cut (the limits stand in ``sketch``), long texts shortened, control characters escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from leaselens.model.diagram import Diagram
from leaselens.render.layout import Box, Divider, Layout, Wire, lay_out
from leaselens.render.route import Cell
from leaselens.render.sketch import Slot, sketch
from leaselens.render.wording import STYLES, Signs, width

_COMPASS = {(1, 0): "e", (-1, 0): "w", (0, 1): "s", (0, -1): "n"}
_BACK = {"e": "w", "w": "e", "n": "s", "s": "n"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a box drawing: its line and their characters, 0-based, the end exclusive; and what they stand for.

    A row's name (with its value) and the label of its arrow are two spots. An object's heading has the row ``None``.
    """

    line: int
    start: int
    end: int
    frame: int | None
    object: int | None
    row: int | None


def box(diagram: Diagram, style: str = "unicode") -> str:
    """A diagram as a box drawing: lines joined by ``\\n``, no blanks at their ends; in ``unicode`` or ``ascii``."""
    signs = STYLES[style]
    return str(_drawn(arranged(diagram, signs), signs))


def spots(diagram: Diagram, style: str = "unicode") -> tuple[Spot, ...]:
    """What stands where in the text that ``box`` makes of the same diagram, from its top down."""
    layout = arranged(diagram, STYLES[style])
    canvas = _drawn(layout, STYLES[style])
    found = (canvas.spot(*words) for words in _words(layout))
    return tuple(sorted(found, key=lambda spot: (spot.line, spot.start)))


def _words(layout: Layout) -> Iterator[tuple[int, int, str, Slot | int]]:
    """Column, line, text, and the row or the object (its identity) that it stands for."""
    for id, drawn in layout.boxes.items():
        yield drawn.x + 2, drawn.y + 1, drawn.title, id
    for drawn in (layout.stack, *layout.boxes.values()):
        yield from ((drawn.x + 2, y, line.text, line.slot) for y, line in drawn.lines if line.slot)
    for wire in layout.wires:
        if wire.line.label and wire.line.slot:
            x, y = wire.cells[0]
            yield x + 1, y, wire.line.label, wire.line.slot


def arranged(diagram: Diagram, signs: Signs) -> Layout:
    """The layout of a diagram in which every arrow has a way: rows that found none name their object instead."""
    inlined: frozenset[Slot] = frozenset()
    while True:
        layout = lay_out(sketch(diagram, signs, inlined))
        if not layout.failed:
            return layout
        inlined |= layout.failed


class _Canvas:
    """Cells of text. A wide character takes its cell and blanks the next; the last writer of a cell wins."""

    def __init__(self) -> None:
        self._cells: dict[int, dict[int, str]] = {}

    def put(self, x: int, y: int, text: str) -> None:
        """Write a text whose cells need not be told apart: it stands in the first, the others stay empty."""
        line = self._cells.setdefault(y, {})
        for column in range(x, x + max(1, width(text))):
            line[column] = ""
        line[x] = text

    def spread(self, x: int, y: int, text: str) -> None:
        """Write a text of narrow characters, each in a cell of its own."""
        for column, character in enumerate(text, x):
            self.put(column, y, character)

    def spot(self, x: int, y: int, text: str, what: Slot | int) -> Spot:
        """Where a text that was put into these cells stands in the lines."""
        cells = self._cells[y]
        start = sum(len(cells.get(column, " ")) for column in range(x))
        if isinstance(what, int):
            return Spot(y, start, start + len(text), None, what, None)
        return Spot(y, start, start + len(text), what.frame, what.object, what.row)

    def __str__(self) -> str:
        lines = (self._line(self._cells.get(y, {})) for y in range(max(self._cells, default=-1) + 1))
        return "\n".join(line.rstrip() for line in lines)

    def _line(self, cells: dict[int, str]) -> str:
        return "".join(cells.get(x, " ") for x in range(max(cells, default=-1) + 1))


def _drawn(layout: Layout, signs: Signs) -> _Canvas:
    canvas = _Canvas()
    for drawn in (layout.stack, *layout.boxes.values()):
        _draw_box(canvas, drawn, signs)
    for divider in layout.dividers:
        _draw_divider(canvas, divider, layout.stack, signs)
    for wire in layout.wires:
        _draw_wire(canvas, wire, signs)
    for cell, count in Counter(cell for wire in layout.wires for cell in wire.cells).items():
        if count > 1:
            canvas.put(*cell, signs.crossing)
    return canvas


def _draw_box(canvas: _Canvas, drawn: Box, signs: Signs) -> None:
    bar, post = signs.solid
    inner = drawn.width - 2
    canvas.spread(drawn.x, drawn.y, signs.corners["es"] + bar * inner + signs.corners["sw"])
    canvas.spread(drawn.x, drawn.bottom, signs.corners["en"] + bar * inner + signs.corners["nw"])
    for y in range(drawn.y + 1, drawn.bottom):
        canvas.spread(drawn.x, y, post + " " * inner + post)
    if drawn.title:
        canvas.put(drawn.x + 2, drawn.y + 1, drawn.title)
    if drawn.separator is not None:
        canvas.spread(drawn.x + 2, drawn.separator, bar * (inner - 2))
    for y, line in drawn.lines:
        canvas.put(drawn.x + 2, y, line.text)


def _draw_divider(canvas: _Canvas, divider: Divider, stack: Box, signs: Signs) -> None:
    if divider.y > stack.y:
        canvas.spread(stack.x, divider.y, signs.tees[0] + signs.solid[0] * (stack.width - 2) + signs.tees[1])
    if divider.panel.name:
        canvas.put(stack.x + 2, divider.y, f" {divider.panel.name} ")


def _draw_wire(canvas: _Canvas, wire: Wire, signs: Signs) -> None:
    cells = wire.cells
    x, y = cells[0]
    canvas.put(x - 1, y, signs.tees[0])
    bars = signs.dashed if wire.line.dashed else signs.solid
    before: Cell = (x - 1, y)
    for cell, after in zip(cells, (*cells[1:], None), strict=True):
        canvas.put(*cell, _sign(before, cell, after, bars, signs))
        before = cell
    if wire.line.label:
        canvas.put(x + 1, y, wire.line.label)


def _sign(before: Cell, cell: Cell, after: Cell | None, bars: tuple[str, str], signs: Signs) -> str:
    """The character of one cell of a line, from where it comes and where it goes on."""
    came = _COMPASS[cell[0] - before[0], cell[1] - before[1]]
    if after is None:
        return signs.heads[came]
    goes = _COMPASS[after[0] - cell[0], after[1] - cell[1]]
    if came == goes:
        return bars[0] if came in "ew" else bars[1]
    return signs.corners["".join(sorted(_BACK[came] + goes, key="ensw".index))]
