"""``leaselens diagram``: the moments, in every form."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Run, conforms

LETTER = """\
class Box(content)

let box = Box(22)
let guest = box.lease
guest.content += 1
print(box.content).await
"""
ROUNDS = """\
let n = 0
while n < 3 {
    n += 1
}
print(n).await
"""
FORK = """\
fn choose(c) {
    let n = 0
    if c { n = 1 } else { n = 2 }
    n
}
fn f() { 1 }
"""


@pytest.fixture
def program(files: Path) -> Path:
    (files / "x.dada").write_text(LETTER)
    (files / "rounds.dada").write_text(ROUNDS)
    (files / "fork.dada").write_text(FORK)
    return files


def drawn(run: Run, *arguments: str, stdin: bytes = b"") -> Any:
    outcome = run("diagram", "--format", "json", *arguments, stdin=stdin)
    assert (outcome.code, outcome.err) == (0, "")
    conforms(outcome.json, "diagram")
    return outcome.json


# ---------------------------------------------------------------- text


@pytest.mark.usefixtures("program")
def test_a_caption_and_a_drawing(run: Run) -> None:
    assert run("diagram", "x.dada:4:22").out == (
        "x.dada:4:1: after `let guest = box.lease`\n"
        "\n"
        "┌───────┐\n"
        "│       │                  ┌─────────────┐\n"
        "│ box   ├╌my╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│ Box         │\n"
        "│       │                  │ ─────────── │\n"
        "│ guest ├─leased──────────►│ content: 22 │\n"
        "│       │                  └─────────────┘\n"
        "└───────┘\n"
    )


@pytest.mark.usefixtures("program")
def test_both_moments_in_ascii(run: Run) -> None:
    before, after = run("diagram", "x.dada:5:19", "--when", "both", "--style", "ascii").out.split("\n\nx.dada")
    assert before.startswith("x.dada:5:1: before `guest.content += 1`\n")
    assert "content: 22" in before
    assert after.startswith(":5:1: after `guest.content += 1`\n")
    assert "content: 23" in after
    assert (before + after).isascii()


@pytest.mark.usefixtures("program")
def test_visits_are_told_apart(run: Run) -> None:
    assert run("diagram", "rounds.dada:3:11").out.endswith("\n2 more (--visit all shows every one)\n")
    third = run("diagram", "rounds.dada:3:11", "--visit", "3").out
    assert "the 3rd time it is executed" in third
    assert "n: 3" in third
    whole = run("diagram", "rounds.dada:3:11", "--visit", "all").out
    assert [f"n: {n}" in whole for n in range(5)] == [False, True, True, True, False]


@pytest.mark.usefixtures("program")
def test_choices_are_told(run: Run) -> None:
    out = run("diagram", "fork.dada:4:6", "--visit", "all").out
    assert "where `c` is true at 3:8" in out
    assert "where `c` is false at 3:8" in out


@pytest.mark.usefixtures("program")
def test_where_nothing_runs(run: Run) -> None:
    assert run("diagram", "x.dada:1:3").out == "Nothing runs here: there is no expression at this place.\n"
    Path("dead.dada").write_text("if false {\n    print(1).await\n}\n")
    assert run("diagram", "dead.dada:2:11").out == "`1` is never reached.\n"


# ---------------------------------------------------------------- JSON


@pytest.mark.usefixtures("program")
def test_the_json(run: Run) -> None:
    found = drawn(run, "x.dada:4:22")
    assert (found["version"], found["path"], found["more"]) == (1, "x.dada", 0)
    assert found["expression"] == {"range": {"start": {"line": 4, "column": 1}, "end": {"line": 4, "column": 22}}}
    (visit,) = found["visits"]
    assert visit["before"] is None
    assert (visit["world"], visit["path"], visit["calls"], visit["complete"]) == (
        {"index": 1, "count": 1},
        [],
        [],
        True,
    )
    (frame,) = visit["after"]["frames"]
    assert (frame["name"], frame["call"], frame["inFlight"]) == ("builtin@main", None, None)
    box, guest = frame["rows"]
    assert (box["permission"], box["leasedOut"], box["value"]) == ("my", True, None)
    assert (guest["permission"], guest["word"], guest["state"]) == ("leased", "leased", "valid")
    assert guest["lessors"] == [{"frame": 0, "row": 0, "place": "box"}]
    assert box["target"] == guest["target"] == visit["after"]["objects"][0]["id"]
    assert visit["after"]["objects"][0]["rows"][0]["value"] == "22"


@pytest.mark.usefixtures("program")
def test_the_json_of_an_ending(run: Run) -> None:
    (visit,) = drawn(run, "x.dada:6:24", "--when", "both")["visits"]
    assert visit["before"]["frames"][0]["rows"][1]["state"] == "valid"
    guest = visit["after"]["frames"][0]["rows"][1]
    assert (guest["state"], guest["changed"], guest["ended"]["path"]) == ("expired", True, "x.dada")
    assert guest["ended"]["range"]["start"]["line"] == 6


@pytest.mark.usefixtures("program")
def test_the_json_where_nothing_runs(run: Run) -> None:
    found = drawn(run, "x.dada:1:3")
    assert found == {"version": 1, "path": "x.dada", "expression": None, "visits": [], "more": 0}


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(("visit", "listed", "more"), [("1", 1, 2), ("2", 1, 2), ("3", 1, 2), ("all", 3, 0)])
def test_how_many_more_visits_there_are(run: Run, visit: str, listed: int, more: int) -> None:
    found = drawn(run, "rounds.dada:3:11", "--visit", visit)
    assert (len(found["visits"]), found["more"]) == (listed, more)


# ---------------------------------------------------------------- places


def test_a_name_may_have_colons(run: Run, files: Path) -> None:
    (files / "C:").mkdir()
    (files / "C:/a:1.dada").write_text(LETTER)
    assert drawn(run, "C:/a:1.dada:4:22")["path"] == "C:/a:1.dada"


@pytest.mark.parametrize(
    ("place", "expression"),
    [("5:1", (5, 1)), ("5:9999", (6, 1)), ("7:1", (6, 1)), ("9999:9999", (6, 1)), ("2:1", None)],
)
@pytest.mark.usefixtures("program")
def test_places_outside_of_the_text_run_on(run: Run, place: str, expression: tuple[int, int] | None) -> None:
    """§E.2: past the end of a line into what follows, past the last line is the end of the text."""
    found = drawn(run, f"x.dada:{place}")["expression"]
    start = found["range"]["start"] if found else None
    assert (None if start is None else (start["line"], start["column"])) == expression


def test_standard_input(run: Run) -> None:
    found = drawn(run, "-:4:22", "--stdin-filename", "y.dada", stdin=LETTER.encode())
    assert found["path"] == "y.dada"
    assert len(found["visits"]) == 1


# ---------------------------------------------------------------- other forms


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("when", ["before", "after", "both"])
def test_svg_is_one_document(run: Run, when: str) -> None:
    out = run("diagram", "x.dada:4:22", "--format", "svg", "--when", when).out
    root = ElementTree.fromstring(out)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == (3 if when == "both" else 1)


@pytest.mark.usefixtures("program")
def test_graphviz_and_mermaid(run: Run) -> None:
    dot = run("diagram", "x.dada:4:22", "--format", "dot", "--when", "both").out
    assert dot.count("digraph") == 2
    assert run("diagram", "x.dada:4:22", "--format", "mermaid").out.startswith("flowchart")
    both = run("diagram", "x.dada:4:22", "--format", "mermaid", "--when", "both").out
    assert both.count("```mermaid\nflowchart") == 2


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("form", ["svg", "dot", "mermaid"])
def test_a_picture_of_nothing_is_still_a_document(run: Run, form: str) -> None:
    outcome = run("diagram", "x.dada:1:3", "--format", form)
    assert outcome.code == 0
    assert outcome.out.startswith({"svg": "<svg", "dot": "digraph", "mermaid": "flowchart"}[form])
