"""The programs of the commissioning documents, opened in the real editor: verdicts and pictures."""

from __future__ import annotations

import re

import pytest

from e2e import seeds
from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor

pytestmark = pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not on this machine")

PROGRAMS = (
    [(number, program) for number in ("001", "002", "004") for program in seeds.programs(number)]
    if (seeds.is_present())
    else []
)


def same_but_for_lengths(picture: str) -> list[str]:
    """The rows with every run of blanks or strokes shortened (some drawings' arrows are a column too long)."""
    return [re.sub(r"([─╌ ])\1+", r"\1", row).strip() for row in picture.split("\n")]


def shown_picture(editor: Editor) -> list[str]:
    rows = [row.strip() for row in editor.screen() if re.search("[┌│└]", row)]
    return same_but_for_lengths("\n".join(rows))


@pytest.mark.parametrize(("number", "text"), PROGRAMS)
def test_every_program_is_understood_and_right(open_editor: Open, number: str, text: str) -> None:
    editor = open_editor(text)
    editor.until_served()
    editor.cursor(next(line for line, code in enumerate(text.split("\n"), 1) if "lease" in code or "mutable" in code))
    editor.command("LeaselensDiagram after")
    editor.until_screen("►│ Point │")
    assert [found for found in editor.diagnostics() if found["severity"] in ("ERROR", "WARNING")] == []


@pytest.mark.parametrize(("number", "declaration"), [("001", "var q := p.lease"), ("004", "let l: mutable = p")])
def test_the_first_picture_of_a_document_is_drawn(open_editor: Open, number: str, declaration: str) -> None:
    text = seeds.programs(number)[0]
    editor = open_editor(text)
    editor.until_served()
    lines = text.split("\n")
    line = next(at for at, code in enumerate(lines, 1) if declaration in code)
    editor.cursor(line, len(lines[line - 1]))
    editor.command("LeaselensDiagram after")
    editor.until_screen("►│ Point │")
    assert shown_picture(editor) == same_but_for_lengths(seeds.pictures(number)[0])
