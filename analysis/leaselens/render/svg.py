"""A diagram as SVG: the geometry of the box drawing, in vectors.

The picture stands alone (no script, no reference to anything outside) and follows its surroundings: colours come from
VS Code's theme variables where there are any, otherwise from the reader's light or dark preference.
Every box, row and arrow carries ``data-*`` attributes with its identity and its spans (``start:end``, in characters),
so that a viewer can light up the source. Red can write, blue can only read; thick owns, thin is leased; dotted is
leased out; a row with a background has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from leaselens.model.diagram import Diagram, Permission, Row, State
from leaselens.render import wording
from leaselens.render.box import arranged
from leaselens.render.layout import Box, Divider, Layout, Wire
from leaselens.render.line import line as one_line
from leaselens.render.route import Cell
from leaselens.render.sketch import Line
from leaselens.render.wording import UNICODE, width
from leaselens.text import Span

CELL_WIDTH = 9
CELL_HEIGHT = 20
"""Pixels of a cell of the layout."""
_BASELINE = 5
_SMALL_WIDTH = 7.3
_TIP = 11
_RADIUS = 6
_TITLE_LIMIT = 300

Point = tuple[float, float]
"""Pixels from the left and from the top."""

_COLOURS = {
    "paper": ("editor-background", "#ffffff", "#0d1117"),
    "ink": ("editor-foreground", "#1f2328", "#e6edf3"),
    "faint": ("descriptionForeground", "#656d76", "#8d96a0"),
    "edge": ("editorWidget-border", "#afb8c1", "#444c56"),
    "box": ("editorWidget-background", "#f6f8fa", "#161b22"),
    "write": ("charts-red", "#c4242e", "#ff7b72"),
    "read": ("charts-blue", "#0860ca", "#6cb6ff"),
    "glow": ("editor-wordHighlightBackground", "#fff1b8", "#3d3310"),
}
"""What each colour is called in VS Code's themes, and what it is elsewhere: in light and in dark surroundings."""

_RULES = """
.ll text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: $ink; white-space: pre; }
.ll .ll-paper { fill: $paper; }
.ll .ll-frame { fill: $box; stroke: $edge; }
.ll .ll-tag { fill: $box; }
.ll .ll-rule { stroke: $edge; fill: none; }
.ll .ll-head { font-weight: 600; }
.ll .ll-name { fill: $faint; font-size: 12px; }
.ll .ll-row rect { fill: transparent; }
.ll .ll-changed > rect { fill: $glow; }
.ll .ll-lost text { fill: $faint; }
.ll .ll-ended text { text-decoration: line-through; }
.ll .ll-note text { fill: $faint; font-style: italic; }
.ll .ll-arrow { color: $faint; }
.ll .ll-my, .ll .ll-leased { color: $write; }
.ll .ll-our, .ll .ll-shared { color: $read; }
.ll .ll-arrow path { stroke: currentColor; stroke-width: 1.3; fill: none; stroke-linejoin: round; }
.ll .ll-my path, .ll .ll-our path { stroke-width: 2.6; }
.ll .ll-leased-out path.ll-line { stroke-dasharray: 1 5; stroke-linecap: round; }
.ll .ll-arrow path.ll-tip { fill: $paper; }
.ll .ll-my path.ll-tip, .ll .ll-our path.ll-tip { fill: currentColor; stroke-width: 1; }
.ll .ll-arrow text { fill: currentColor; font-size: 12px; }
"""


def style() -> str:
    """The style sheet. Each colour stands twice: plainly, for viewers that know no variables, and as a variable."""
    light = " ".join(f"--ll-{n}: var(--vscode-{theme}, {value});" for n, (theme, value, _) in _COLOURS.items())
    dark = " ".join(f"--ll-{n}: var(--vscode-{theme}, {value});" for n, (theme, _, value) in _COLOURS.items())
    rules = re.sub(r"([\w-]+): \$(\w+);", lambda m: f"{m[1]}: {_COLOURS[m[2]][1]}; {m[1]}: var(--ll-{m[2]});", _RULES)
    return f".ll {{ {light} }}\n@media (prefers-color-scheme: dark) {{ .ll {{ {dark} }} }}\n{rules.strip()}"


def svg(diagram: Diagram) -> str:
    """A diagram as a self-contained SVG document of one ``<svg>`` element."""
    layout = arranged(diagram, UNICODE)
    wide = (max([layout.stack.right, *_columns(layout)]) + 2) * CELL_WIDTH
    high = (max([layout.stack.bottom, *_lines(layout)]) + 2) * CELL_HEIGHT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ll" role="img" width="{wide}" height="{high}"'
            f' viewBox="0 0 {wide} {high}">',
            f"<title>{escape(_summary(diagram))}</title>",
            f"<style>{style()}</style>",
            f'<rect class="ll-paper" width="{wide}" height="{high}"/>',
            *_stack(layout),
            *(part for id, box in layout.boxes.items() for part in _object(diagram, id, box)),
            *(part for wire in layout.wires for part in _arrow(wire)),
            "</svg>",
            "",
        ]
    )


def _columns(layout: Layout) -> list[int]:
    return [box.right for box in layout.boxes.values()] + [x for wire in layout.wires for x, _ in wire.cells]


def _lines(layout: Layout) -> list[int]:
    return [box.bottom for box in layout.boxes.values()] + [y for wire in layout.wires for _, y in wire.cells]


def _summary(diagram: Diagram) -> str:
    """What the picture shows, for those who hear it."""
    return "Who holds what: " + (one_line(diagram, limit=_TITLE_LIMIT) or "nothing is shared or lent")


def _x(column: float) -> float:
    return round((column + 0.5) * CELL_WIDTH, 1)


def _y(line: float) -> float:
    return round((line + 0.5) * CELL_HEIGHT, 1)


def _data(**values: object) -> str:
    """``data-*`` attributes of everything that has a value; spans as ``start:end``, truths only where they hold."""
    return "".join(
        f" data-{name.replace('_', '-')}={quoteattr(_data_text(value))}"
        for name, value in values.items()
        if value is not None and value is not False
    )


def _data_text(value: object) -> str:
    if isinstance(value, Span):
        return f"{value.start}:{value.end}"
    return "true" if value is True else wording.visible(str(value))


def _rectangle(box: Box) -> str:
    return (
        f'<rect class="ll-frame" rx="5" x="{_x(box.x)}" y="{_y(box.y)}"'
        f' width="{(box.width - 1) * CELL_WIDTH}" height="{(box.bottom - box.y) * CELL_HEIGHT}"/>'
    )


def _stack(layout: Layout) -> Iterator[str]:
    yield '<g class="ll-stack">'
    yield _rectangle(layout.stack)
    for divider in layout.dividers:
        yield from _divider(divider, layout.stack)
    for at, line in layout.stack.lines:
        yield _row(layout.stack, at, line)
    yield "</g>"


def _divider(divider: Divider, stack: Box) -> Iterator[str]:
    y = _y(divider.y)
    if divider.y > stack.y:
        yield f'<path class="ll-rule" d="M {_x(stack.x)} {y} H {_x(stack.right)}"/>'
    if name := divider.panel.name:
        x, wide = _x(stack.x + 1), round(width(name) * _SMALL_WIDTH + CELL_WIDTH, 1)
        yield f'<rect class="ll-tag" rx="3" x="{x}" y="{y - 9}" width="{wide}" height="18"/>'
        yield f'<text class="ll-name" x="{x + CELL_WIDTH / 2}" y="{y + 4}">{escape(name)}</text>'


def _object(diagram: Diagram, id: int, box: Box) -> Iterator[str]:
    thing = wording.objects_by_id(diagram)[id]
    data = _data(object=id, kind=thing.kind.value, created=thing.created, changed=thing.changed)
    yield f'<g class="ll-object"{data}>'
    yield _rectangle(box)
    yield f'<text class="ll-head" x="{_x(box.x + 1.5)}" y="{_y(box.y + 1) + _BASELINE}">{escape(box.title)}</text>'
    if box.separator is not None:
        yield f'<path class="ll-rule" d="M {_x(box.x + 1)} {_y(box.separator)} H {_x(box.right - 1)}"/>'
    for at, line in box.lines:
        yield _row(box, at, line)
    yield "</g>"


def _row(box: Box, at: int, line: Line) -> str:
    """A row with its text, upon a rectangle that can be pointed at and shows that something changed."""
    x, y, wide = _x(box.x + 0.6), _y(at - 0.45), round((box.width - 2.2) * CELL_WIDTH, 1)
    return (
        f'<g class="{_row_classes(line.row)}"{_row_data(line)}>{_row_title(line.row)}'
        f'<rect rx="3" x="{x}" y="{y}" width="{wide}" height="{round(CELL_HEIGHT * 0.9, 1)}"/>'
        f'<text x="{_x(box.x + 1.5)}" y="{_y(at) + _BASELINE}">{escape(line.text)}</text></g>'
    )


def _row_classes(row: Row | None) -> str:
    if row is None:
        return "ll-row ll-note"
    lost = row.state is not State.VALID and row.target is None and row.value is None
    ended = row.state in (State.EXPIRED, State.GIVEN, State.DROPPED)
    return "ll-row" + " ll-changed" * row.changed + " ll-lost" * lost + " ll-ended" * (lost and ended)


def _row_title(row: Row | None) -> str:
    """What a pointer resting on the row is told."""
    if row is None or row.permission is None:
        return ""
    lessors = ", then ".join(lessor.place for lessor in row.lessors)
    text = f"{row.name}: {row.word or row.permission.value}"
    return f"<title>{escape(wording.visible(text + (f', leased from {lessors}' if lessors else '')))}</title>"


def _row_data(line: Line) -> str:
    slot, row = line.slot, line.row
    if slot is None or row is None:
        return ""
    return _data(
        frame=slot.frame,
        owner=slot.object,
        row=slot.row if slot.row >= 0 else "in-flight",
        name=row.name,
        permission=row.permission,
        state=row.state,
        target=row.target,
        lease=row.lease,
        leased_out=row.leased_out,
        issued=row.issued,
        ended=row.ended.span if row.ended else None,
        cause=row.ended.cause if row.ended else None,
        changed=row.changed,
    )


def _arrow(wire: Wire) -> Iterator[str]:
    row = wire.line.row
    permission = row.permission.value if row and isinstance(row.permission, Permission) else "plain"
    yield f'<g class="ll-arrow ll-{permission}{" ll-leased-out" * wire.line.dashed}"{_row_data(wire.line)}>'
    x, y = wire.cells[0]
    cells = ((x - 1, y), *wire.cells)
    yield f'<path class="ll-line" d="{_path(_corners(cells), _tip_points(cells)[1])}"/>'
    yield f'<path class="ll-tip" d="{_tip(cells)}"/>'
    yield f'<text x="{_x(x + 0.3)}" y="{_y(y) - 5}">{escape(wire.line.label)}</text>'
    yield "</g>"


def _corners(cells: tuple[Cell, ...]) -> list[Cell]:
    """The cells at which a line begins and bends."""
    triples = zip(cells, cells[1:], cells[2:], strict=False)
    return [cells[0], *(cell for before, cell, after in triples if _step(before, cell) != _step(cell, after))]


def _step(before: Cell, after: Cell) -> Cell:
    return after[0] - before[0], after[1] - before[1]


def _path(corners: list[Cell], end: Point) -> str:
    """A line through the middles of cells to its end, with rounded corners."""
    points = [*((_x(x), _y(y)) for x, y in corners), end]
    parts = [f"M {points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _towards(corner, before), _towards(corner, after)
        parts.append(f"L {ax} {ay} Q {corner[0]} {corner[1]} {bx} {by}")
    return " ".join([*parts, f"L {end[0]} {end[1]}"])


def _towards(corner: Point, end: Point) -> Point:
    """The point on the way from a corner to the next one at which the rounding begins."""
    dx, dy = end[0] - corner[0], end[1] - corner[1]
    length = abs(dx) + abs(dy)
    share = min(_RADIUS, length / 2) / length if length else 0
    return round(corner[0] + dx * share, 1), round(corner[1] + dy * share, 1)


def _tip_points(cells: tuple[Cell, ...]) -> tuple[Point, Point]:
    """The point of the arrowhead, which touches the border of the box, and the middle of its back."""
    (dx, dy), (x, y) = _step(*cells[-2:]), cells[-1]
    point = _x(x + dx), _y(y + dy)
    return point, (point[0] - dx * _TIP, point[1] - dy * _TIP)


def _tip(cells: tuple[Cell, ...]) -> str:
    (dx, dy), ((x, y), (bx, by)) = _step(*cells[-2:]), _tip_points(cells)
    return f"M {x} {y} L {bx - dy * 4.5} {by + dx * 4.5} L {bx + dy * 4.5} {by - dx * 4.5} Z"
