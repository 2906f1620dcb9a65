"""A diagram for Mermaid: a flowchart with one node per variable and per object.

A thick line owns, a thin one is leased, a dotted one is leased out. Mermaid has no ports, so the arrow of a field says
the field's name before its permission.
"""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.model.diagram import Diagram, HeapObject, Permission, Row
from leaselens.render import wording
from leaselens.render.wording import UNICODE

_OWNING = (Permission.MY, Permission.OUR)
_SPECIAL = frozenset("\"#<>&;`|[](){}\\*_~%:@/'$!=-+")


def mermaid(diagram: Diagram) -> str:
    """A diagram as a Mermaid flowchart; every name and value is escaped."""
    return "\n".join(_document(diagram)) + "\n"


def _document(diagram: Diagram) -> Iterator[str]:
    objects = wording.objects_by_id(diagram)
    yield "flowchart LR"
    for f, frame in enumerate(diagram.frames):
        yield f'  subgraph frame{f}["{_escaped(frame.name)}"]'
        yield "    direction TB"
        for r, row in enumerate(frame.rows):
            yield f'    f{f}r{r}["{_row(row.name, row, objects)}"]'
        if frame.in_flight:
            yield f'    f{f}flight["{_row("(in-flight)", frame.in_flight, objects)}"]'
        yield "  end"
    for thing in diagram.objects:
        if wording.has_box(thing):
            yield f'  {_node(thing.id)}["{_card(thing, objects)}"]'
    yield from _arrows(diagram, objects)


def _node(id: int) -> str:
    return f"object{id}".replace("-", "_")


def _card(thing: HeapObject, objects: dict[int, HeapObject]) -> str:
    lines = [f"<b>{_escaped(wording.title(thing, UNICODE))}</b>"]
    return "<br/>".join([*lines, *(_row(row.name, row, objects) for row in thing.rows)])


def _row(name: str, row: Row, objects: dict[int, HeapObject]) -> str:
    if wording.arrow_target(row, objects) is not None:
        return _escaped(name)
    value = wording.value_of(row, objects, UNICODE)
    return _escaped(name) if value is None else f"{_escaped(name)}: {_escaped(value)}"


def _arrows(diagram: Diagram, objects: dict[int, HeapObject]) -> Iterator[str]:
    for f, frame in enumerate(diagram.frames):
        for r, row in enumerate(frame.rows):
            yield from _arrow(f"f{f}r{r}", "", row, diagram, objects)
        if frame.in_flight:
            yield from _arrow(f"f{f}flight", "", frame.in_flight, diagram, objects)
    for thing in filter(wording.has_box, diagram.objects):
        for row in thing.rows:
            yield from _arrow(_node(thing.id), f"{_escaped(row.name)}: ", row, diagram, objects)


def _arrow(source: str, field: str, row: Row, diagram: Diagram, objects: dict[int, HeapObject]) -> Iterator[str]:
    target = wording.arrow_target(row, objects)
    if target is not None:
        line = "-.->" if row.leased_out else "==>" if row.permission in _OWNING else "-->"
        yield f'  {source} {line}|"{field}{_escaped(wording.label(row, diagram.manner))}"| {_node(target)}'


def _escaped(text: str) -> str:
    """A text inside a quoted label: what Mermaid or its HTML could read as a sign of its own becomes an entity."""
    shown = wording.visible(text)
    return "".join(f"#{ord(c)};" if c in _SPECIAL else c for c in shown) or " "
