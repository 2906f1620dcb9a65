"""The reference's drawings of the heap (reference §E.1, §F.1), and ours, in one form that can be compared."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dada.told import diagram

from leaselens.model.analysis import Visit
from leaselens.model.diagram import Diagram
from leaselens.model.diagram import Row as DrawnRow


class Arrow(NamedTuple):
    """From a row to a node: the node's number in the order of discovery, the permission's word, and whether it is
    leased out."""

    to: int
    word: str
    is_dotted: bool


class Row(NamedTuple):
    text: str
    arrow: Arrow | None
    changed: bool


class Box(NamedTuple):
    """A frame or a node."""

    name: str
    rows: tuple[Row, ...]


class Graph(NamedTuple):
    """One moment. Nodes are in the order of their discovery from the frames' rows."""

    frames: tuple[Box, ...]
    nodes: tuple[Box, ...]


class Moments(NamedTuple):
    before: Graph | None
    after: Graph | None


# ---------------------------------------------------------------- theirs

_BOX = re.compile(r'"?(\w+)"?\s*\[\s*(?:[\w ]+=\s*"\w+"[;,]?\s*)*label\s*=\s*<(.*?)>(?:;\s*)?\s*\];?$', re.S | re.M)
_CELL = re.compile(r'<tr><td(?: border="1"| port="(\d+)")>(.*?)</td></tr>', re.S)
_EDGE = re.compile(r'"(\w+)":(\d+) -> "(\w+)" \[label="(.*?)", style="(\w+)"')
_TAG = re.compile(r"<.*?>", re.S)

Cells = list[tuple[str, str]]


def stored(text: str) -> list[Moments]:
    """The pairs of graphs in one of the reference's files, in order. A bare place is recorded twice (§E.3)."""
    pairs = [Moments(_cluster(part, "before"), _cluster(part, "after")) for part in text.split("digraph {")[1:]]
    if pairs and pairs[::2] == pairs[1::2]:
        return pairs[::2]
    return pairs


def _cluster(text: str, which: str) -> Graph:
    found = re.search(rf"subgraph cluster_{which} \{{(.*?)\n  \}}", text, re.S)
    assert found is not None, text
    body = found[1]
    boxes: dict[str, Cells] = {name: _cells(label) for name, label in _BOX.findall(body)}
    edges = {(source, port): (target, word, style) for source, port, target, word, style in _EDGE.findall(body)}
    return _Stored(boxes, edges).graph()


def _cells(label: str) -> Cells:
    return _CELL.findall(label) or [("", label)]


class _Stored:
    """A cluster of the reference's text, to be walked from its stack."""

    def __init__(self, boxes: Mapping[str, Cells], edges: Mapping[tuple[str, str], tuple[str, str, str]]) -> None:
        self.boxes = boxes
        self.edges = edges
        self.met: dict[str, int] = {}

    def graph(self) -> Graph:
        stack = next(name for name in self.boxes if name.endswith("stack"))
        frames: list[tuple[str, list[Row]]] = []
        for port, text in self.boxes[stack]:
            if port:
                frames[-1][1].append(self._row(stack, port, text))
            else:
                frames.append((_plain(text), []))
        return Graph(tuple(Box(name, tuple(rows)) for name, rows in frames), tuple(self._nodes()))

    def _nodes(self) -> Iterator[Box]:
        done = 0
        while done < len(self.met):
            name = list(self.met)[done]
            done += 1
            head, *rows = self.boxes[name]
            yield Box(_plain(head[1]), tuple(self._row(name, port, text) for port, text in rows))

    def _row(self, box: str, port: str, text: str) -> Row:
        # The source of what is in flight lacks the prefix of its cluster (§E.1).
        edge = self.edges.get((box, port)) or (self.edges.get(("stack", port)) if box.endswith("stack") else None)
        arrow = None
        if edge is not None:
            target, word, style = edge
            arrow = Arrow(self.met.setdefault(target, len(self.met)), word.lower(), style == "dotted")
        return Row(_plain(text), arrow, "black" in text)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()


# ---------------------------------------------------------------- ours


def drawn(visit: Visit) -> Moments:
    """A visit in the same form."""
    return Moments(
        *(None if moment is None else _Drawn(diagram(moment)).graph() for moment in (visit.before, visit.after))
    )


class _Drawn:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.objects = {thing.id: thing for thing in diagram.objects}
        self.met: dict[int, int] = {}

    def graph(self) -> Graph:
        frames = []
        for frame in self.diagram.frames:
            rows = [*frame.rows, *([frame.in_flight] if frame.in_flight is not None else [])]
            frames.append(Box(frame.name, tuple(map(self._row, rows))))
        return Graph(tuple(frames), tuple(self._nodes()))

    def _nodes(self) -> Iterator[Box]:
        done = 0
        while done < len(self.met):
            thing = self.objects[list(self.met)[done]]
            done += 1
            yield Box(thing.name, tuple(map(self._row, thing.rows)))

    def _row(self, row: DrawnRow) -> Row:
        text = row.name if row.value is None else f"{row.name}: {_quoted(row.value)}"
        arrow = None
        if row.target is not None and row.value is None:
            arrow = Arrow(self.met.setdefault(row.target, len(self.met)), row.word or "?", row.leased_out)
        return Row(text, arrow, row.changed)


def _quoted(value: str) -> str:
    """The debug form of a string; from 40 characters on, only its beginning and its end (§E.1)."""
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return quoted if len(quoted) < 40 else f"{quoted[:20]}[...]{quoted[-20:]}"
