"""The tour in ``examples/``: its table of contents is complete, and says what the programs come to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leaselens.diagnostics import Certainty, Diagnostic
from leaselens.languages import analyse
from leaselens.model.analysis import Analysis
from leaselens.text import Source

EXAMPLES = Path(__file__).parents[2] / "examples"
ROW = re.compile(
    r"^\| \[(?P<name>.*?)\]\((?P<link>.*?)\) \| (?P<dialect>\S+) \| (?P<idea>.*?) \| (?P<said>.*?) \|$", re.M
)
ROWS = {row["name"]: row for row in ROW.finditer((EXAMPLES / "README.md").read_text(encoding="utf-8"))}


def analysed(name: str) -> Analysis:
    return analyse(Source(name, (EXAMPLES / name).read_text(encoding="utf-8")))


def said(analysis: Analysis, found: Diagnostic) -> str:
    maybe = "maybe " if found.certainty is Certainty.MAYBE else ""
    line = analysis.source.lines.position(found.span.start).line + 1
    underlined = analysis.source.text[slice(*found.span)]
    return f"{maybe}[`{found.code}`](../docs/diagnostics/{found.code}.md) in line {line}: `{underlined}`"


def test_every_program_is_on_the_tour_once() -> None:
    rows = [row["name"] for row in ROW.finditer((EXAMPLES / "README.md").read_text(encoding="utf-8"))]
    assert sorted(rows) == sorted(path.name for path in EXAMPLES.glob("*.dada"))
    assert all(row["link"] == name for name, row in ROWS.items())


@pytest.mark.parametrize("name", ROWS)
def test_the_page_says_what_is_found(name: str) -> None:
    analysis = analysed(name)
    found = ", ".join(said(analysis, diagnostic) for diagnostic in analysis.diagnostics)
    assert ROWS[name]["dialect"] == analysis.dialect
    assert ROWS[name]["said"] == (found or "no mistake")


@pytest.mark.parametrize("name", ROWS)
def test_every_program_says_what_to_look_at_and_has_the_standard_layout(name: str) -> None:
    analysis = analysed(name)
    comment, _, program = analysis.source.text.partition("\n\n")
    assert all(line.startswith("#") for line in comment.splitlines())
    assert program
    assert not analysis.formatting()


@pytest.mark.parametrize("name", ROWS)
def test_every_program_has_something_to_show(name: str) -> None:
    """There is a picture for some of its statements."""
    analysis = analysed(name)
    assert any(visit.after is not None for statement in analysis.statements for visit in analysis.visits_of(statement))
