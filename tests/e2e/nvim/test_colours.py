"""What is seen on a screen of 80 columns, in the dark and in the light; the pictures are kept in ``artifacts/nvim``."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import ROOT, Editor
from e2e.nvim.screen import Screen
from e2e.nvim.test_diagram import BRANCH
from e2e.nvim.test_life import marks
from e2e.nvim.test_program import LENT

BACKGROUNDS = pytest.mark.parametrize("background", ["dark", "light"])


def opened(open_editor: Open, text: str, background: str, line: int, column: int) -> Editor:
    editor = open_editor(text)
    editor.command(f"set termguicolors background={background} lines=30 columns=80 laststatus=1 noruler")
    editor.until("a diagnostic", editor.diagnostics)
    editor.cursor(line, column)
    editor.until("the life of the lease", lambda: marks(editor))
    return editor


def taken(editor: Editor, program: Path, name: str) -> Screen:
    """The screen, of which a picture is kept."""
    screen = Screen.of(editor)
    screen.photograph(ROOT / "artifacts/nvim" / program.parents[1].name / f"{name}.png")
    return screen


@BACKGROUNDS
def test_the_diagram(open_editor: Open, program: Path, background: str) -> None:
    editor = opened(open_editor, LENT, background, 6, 5)
    editor.command("set lines=19")
    editor.command("LeaselensDiagram")
    editor.until_screen("x: 23")
    screen = taken(editor, program, f"diagram-{background}")
    owner, lessee = screen.looks("╌my╌", "│ p"), screen.looks("─leased─", "│ l")
    assert owner[0]["foreground"] != lessee[0]["foreground"]
    assert {look["foreground"] for look in lessee} == {lessee[0]["foreground"]}  # the arrow has its label's colour
    assert all(look.get("bold") for look in screen.looks("x: 23", "│ l"))  # it changes
    assert not any(look.get("bold") for look in screen.looks("y: 44"))
    assert "background" in lessee[0]  # the cursor touches it
    assert "background" not in owner[0]


@BACKGROUNDS
def test_the_life_of_a_lease_and_the_split(open_editor: Open, program: Path, background: str) -> None:
    editor = opened(open_editor, BRANCH, background, 7, 5)
    editor.command("LeaselensDiagram split after")
    editor.until_screen("world 1 of 2")
    screen = taken(editor, program, f"life-{background}")
    assert all(look.get("underline") for look in screen.looks("courier", "let courier"))
    assert all(look.get("undercurl") for look in screen.looks("courier", "weight +="))
    assert all("background" in look for look in screen.looks("parcel", "let courier"))  # it was issued there
    assert all(look.get("strikethrough") for look in screen.looks("courier", "│ courier"))
