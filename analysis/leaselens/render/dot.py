"""A diagram for Graphviz, in the colours and pens of the reference's heap graphs (reference §E.1).

Red can write, blue can only read; thick owns, thin is leased; dotted is leased out; black changed, grey did not.
Tuples are nodes here, so that nothing that they hold is lost from view.
"""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.model.diagram import Diagram, Frame, HeapObject, Kind, Permission, Row
from leaselens.render import wording
from leaselens.render.wording import UNICODE

_PENS = {
    Permission.MY: ("red", "3.0", "normal"),
    Permission.OUR: ("blue", "3.0", "normal"),
    Permission.LEASED: ("red", "1.0", "empty"),
    Permission.SHARED: ("blue", "1.0", "empty"),
}
_PLAIN_PEN = ("slategray", "1.0", "normal")


def dot(diagram: Diagram) -> str:
    """A diagram as a ``digraph``; every name and value is escaped."""
    return "\n".join(_document(diagram)) + "\n"


def _document(diagram: Diagram) -> Iterator[str]:
    objects = wording.objects_by_id(diagram)
    yield "digraph diagram {"
    yield "  rankdir = LR"
    yield '  node [shape = plaintext, fontname = "monospace"]'
    yield '  edge [fontname = "monospace"]'
    yield "  stack ["
    yield f"    label = <{_stack(diagram, objects)}>"
    yield "  ]"
    for thing in diagram.objects:
        yield f"  object{_number(thing.id)} [label = <{_card(thing, objects)}>]"
    for source, row in _sources(diagram):
        if row.target in objects:
            yield f"  {source} -> object{_number(row.target)} [{_attributes(row, diagram)}]"
    yield "}"


def _number(id: int) -> str:
    return str(id).replace("-", "_")


def _sources(diagram: Diagram) -> Iterator[tuple[str, Row]]:
    for f, frame in enumerate(diagram.frames):
        yield from ((f"stack:f{f}r{r}:e", row) for r, row in _frame_rows(frame))
    for thing in diagram.objects:
        yield from ((f"object{_number(thing.id)}:r{r}:e", row) for r, row in enumerate(thing.rows))


def _frame_rows(frame: Frame) -> list[tuple[int, Row]]:
    rows = list(enumerate(frame.rows))
    return [*rows, (len(rows), frame.in_flight)] if frame.in_flight else rows


def _stack(diagram: Diagram, objects: dict[int, HeapObject]) -> str:
    cells = []
    for f, frame in enumerate(diagram.frames):
        cells.append(_cell(f"<b>{_escaped(frame.name)}</b>"))
        for r, row in _frame_rows(frame):
            name = "(in-flight)" if r == len(frame.rows) else row.name
            cells.append(_row(name, row, f"f{f}r{r}", objects))
    return _table(cells or [_cell(" ")])


def _card(thing: HeapObject, objects: dict[int, HeapObject]) -> str:
    name = "tuple" if thing.kind is Kind.TUPLE else wording.title(thing, UNICODE)
    heading = _cell(f"<b>{_escaped(name)}</b>", colour="black" if thing.changed else "slategray")
    return _table([heading, *(_row(row.name, row, f"r{r}", objects) for r, row in enumerate(thing.rows))])


def _row(name: str, row: Row, port: str, objects: dict[int, HeapObject]) -> str:
    value = row.value if row.target not in objects else None
    text = _escaped(name) if value is None else f"{_escaped(name)}: {_escaped(wording.written_value(value))}"
    return _cell(text, port, "black" if row.changed else "slategray")


def _cell(text: str, port: str | None = None, colour: str = "black") -> str:
    where = f' port="{port}"' if port else ""
    return f'<tr><td align="left"{where}><font color="{colour}">{text}</font></td></tr>'


def _table(cells: list[str]) -> str:
    return f'<table border="1" cellborder="0" cellspacing="0" cellpadding="4">{"".join(cells)}</table>'


def _attributes(row: Row, diagram: Diagram) -> str:
    colour, pen, head = _PENS[row.permission] if row.permission else _PLAIN_PEN
    style = "dotted" if row.leased_out else "solid"
    text = _quoted(wording.label(row, diagram.manner))
    return f'label = {text}, color = "{colour}", penwidth = {pen}, arrowhead = "{head}", style = "{style}"'


def _escaped(text: str) -> str:
    """A text inside a label in Graphviz's HTML, which may not be empty."""
    shown = wording.visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return shown or " "


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
