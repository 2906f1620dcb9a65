"""A diagram as the JSON values ``G`` and ``ROW`` of the command line's and the server's contract (``docs/cli.md``)."""

from __future__ import annotations

from collections.abc import Callable

from leaselens.model.chart import Chart
from leaselens.model.diagram import Diagram, Ending, Frame, HeapObject, Lessor, Row
from leaselens.text import LineIndex, Span

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
"""What ``json.dumps`` takes."""
RangeOf = Callable[[Span, str | None], Json]
"""How a span of a file is told to the reader; the path is ``None`` for the file of the diagram."""


def to_json(diagram: Diagram, positions: LineIndex, path: str | None = None) -> dict[str, Json]:
    """The value ``G`` with 1-based lines and columns in Unicode characters, ends exclusive.

    ``path`` is the name of the diagram's file; it stands where an ending does not name another one.
    """
    return graph(diagram, lambda span, _: one_based(span, positions), path)


def one_based(span: Span, positions: LineIndex) -> Json:
    """``{"start": {"line", "column"}, "end": ...}``, 1-based, in Unicode characters."""
    start, end = positions.position(span.start), positions.position(span.end)
    return {
        "start": {"line": start.line + 1, "column": start.column + 1},
        "end": {"line": end.line + 1, "column": end.column + 1},
    }


def graph(diagram: Diagram, range_of: RangeOf, path: str | None = None) -> dict[str, Json]:
    """The value ``G``, with ranges in whatever form ``range_of`` gives them."""
    work = _Graph(range_of, path)
    return {
        "frames": [work.frame(frame) for frame in diagram.frames],
        "objects": [work.thing(thing) for thing in diagram.objects],
    }


def chart(drawn: Chart, range_of: RangeOf) -> dict[str, Json]:
    """The value ``G`` of a chart."""
    return {
        "title": drawn.title,
        "parties": list(drawn.parties),
        "messages": [
            {"kind": m.kind.value, "sender": m.sender, "label": m.label, "range": range_of(m.span, None)}
            for m in drawn.messages
        ],
        "ending": drawn.ending,
    }


class _Graph:
    def __init__(self, range_of: RangeOf, path: str | None) -> None:
        self._range_of = range_of
        self._path = path

    def _range(self, span: Span | None, path: str | None = None) -> Json:
        return None if span is None else self._range_of(span, path)

    def frame(self, frame: Frame) -> Json:
        return {
            "name": frame.name,
            "call": self._range(frame.call),
            "rows": [self.row(row) for row in frame.rows],
            "inFlight": None if frame.in_flight is None else self.row(frame.in_flight),
        }

    def thing(self, thing: HeapObject) -> Json:
        return {
            "id": thing.id,
            "kind": thing.kind.value,
            "name": thing.name,
            "rows": [self.row(row) for row in thing.rows],
            "changed": thing.changed,
            "created": self._range(thing.created),
        }

    def row(self, row: Row) -> Json:
        return {
            "name": row.name,
            "value": row.value,
            "permission": None if row.permission is None else row.permission.value,
            "word": row.word,
            "lease": row.lease,
            "leasedOut": row.leased_out,
            "lessors": [_lessor(lessor) for lessor in row.lessors],
            "issued": self._range(row.issued),
            "ended": self._ending(row.ended),
            "target": row.target,
            "state": row.state.value,
            "atomic": row.atomic,
            "changed": row.changed,
        }

    def _ending(self, ending: Ending | None) -> Json:
        if ending is None:
            return None
        path = self._path if ending.path is None else ending.path
        return {"cause": ending.cause, "path": path, "range": self._range(ending.span, ending.path)}


def _lessor(lessor: Lessor) -> Json:
    return {"frame": lessor.frame, "row": lessor.row, "place": lessor.place}
