"""The formats for other programs: JSON, SVG, Graphviz, Mermaid."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest
from render.notation import parse

from leaselens.model.diagram import Diagram, Ending, Frame, HeapObject, Kind, Lessor, Permission, Row, State
from leaselens.render.dot import dot
from leaselens.render.json import to_json
from leaselens.render.mermaid import mermaid
from leaselens.render.svg import svg
from leaselens.text import LineIndex, Span

_TEXT = "let p = 𝕊(1)\nlet l = p.lease\n"
_LENT = Diagram(
    (
        Frame(
            "builtin@main",
            (
                Row("p", None, Permission.MY, "my", 1, leased_out=True, target=0, state=State.VALID),
                Row(
                    "l",
                    permission=Permission.LEASED,
                    word="mutable",
                    lease=2,
                    lessors=(Lessor(0, 0, "p"), Lessor(None, None, "q.a")),
                    issued=Span(21, 28),
                    target=0,
                    state=State.VALID,
                    changed=True,
                ),
                Row("m", state=State.EXPIRED, ended=Ending("reasserted", Span(21, 22))),
            ),
            call=None,
            in_flight=Row("", "23", state=State.VALID),
        ),
    ),
    (HeapObject(0, Kind.INSTANCE, "𝕊", (Row("x", "1", state=State.VALID),), True, Span(8, 12)),),
)
_EMPTY_ROW: dict[str, object] = {
    "value": None, "permission": None, "word": None, "lease": None, "leasedOut": False, "lessors": [],
    "issued": None, "ended": None, "target": None, "atomic": False, "changed": False,
}  # fmt: skip


def _range(line: int, start: int, end: int) -> object:
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def test_json_is_the_contract() -> None:
    assert to_json(_LENT, LineIndex(_TEXT), "a.dada") == {
        "frames": [
            {
                "name": "builtin@main",
                "call": None,
                "rows": [
                    {**_EMPTY_ROW, "name": "p", "permission": "my", "word": "my", "lease": 1, "leasedOut": True,
                     "target": 0, "state": "valid"},
                    {**_EMPTY_ROW, "name": "l", "permission": "leased", "word": "mutable", "lease": 2,
                     "lessors": [{"frame": 0, "row": 0, "place": "p"}, {"frame": None, "row": None, "place": "q.a"}],
                     "issued": _range(2, 9, 16), "target": 0, "state": "valid", "changed": True},
                    {**_EMPTY_ROW, "name": "m", "state": "expired",
                     "ended": {"cause": "reasserted", "path": "a.dada", "range": _range(2, 9, 10)}},
                ],
                "inFlight": {**_EMPTY_ROW, "name": "", "value": "23", "state": "valid"},
            }
        ],
        "objects": [
            {"id": 0, "kind": "instance", "name": "𝕊", "changed": True, "created": _range(1, 9, 13),
             "rows": [{**_EMPTY_ROW, "name": "x", "value": "1", "state": "valid"}]}
        ],
    }  # fmt: skip


def test_svg_tells_where_things_come_from() -> None:
    root = ElementTree.fromstring(svg(_LENT))
    groups = list(root.iter("{http://www.w3.org/2000/svg}g"))
    (thing,) = [g for g in groups if g.get("class") == "ll-object"]
    assert thing.get("data-created") == "8:12"
    (row,) = [g for g in groups if g.get("data-row") == "1" and "ll-row" in str(g.get("class"))]
    assert row.get("data-issued") == "21:28"
    assert "ll-changed" in str(row.get("class"))
    (arrow,) = [g for g in groups if g.get("class") == "ll-arrow ll-leased"]
    assert (arrow.get("data-lease"), arrow.get("data-target")) == ("2", "0")
    (ended,) = [g for g in groups if g.get("data-row") == "2"]
    assert (ended.get("data-ended"), ended.get("data-cause")) == ("21:22", "reasserted")


def test_svg_needs_nothing_from_outside() -> None:
    text = svg(_LENT)
    assert not re.search(r"<script|href|url\(|@import", text)
    assert "prefers-color-scheme: dark" in text


_TRICKY = parse("""
frame "<&>"
  a my~ -> 1
  b leased -> 1
  s = "]-->{}|end;#quot;\\\\
thunk 1 end
  0 = <b>
""")


def test_graphviz_colours_and_pens() -> None:
    text = dot(_TRICKY)
    assert 'label = "my", color = "red", penwidth = 3.0, arrowhead = "normal", style = "dotted"' in text
    assert 'label = "leased", color = "red", penwidth = 1.0, arrowhead = "empty", style = "solid"' in text
    assert "0: &lt;b&gt;" in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("diagram", [_TRICKY, _LENT, parse("frame \n")], ids=["tricky", "lent", "empty"])
def test_graphviz_takes_it(diagram: Diagram) -> None:
    run = subprocess.run(["dot", "-Tsvg"], input=dot(diagram).encode(), capture_output=True, check=True, timeout=60)
    assert run.stderr == b""


def test_mermaid_lines_and_escapes() -> None:
    text = mermaid(_TRICKY)
    assert '  f0r0 -.->|"my"| object1\n' in text
    assert '  f0r1 -->|"leased"| object1\n' in text
    assert '"s: #34;#93;#45;#45;#62;#123;#125;#124;end#59;#35;quot#59;#92;"' in text
