"""The diagram under the cursor's line."""

from __future__ import annotations

import re

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor
from e2e.nvim.test_program import LENT


def lines_with(editor: Editor, text: str) -> list[str]:
    """The rows that show ``text``."""
    return [row for row in editor.screen() if text in row]


@pytest.fixture
def editor(open_editor: Open) -> Editor:
    editor = open_editor(LENT)
    editor.until_served()
    editor.cursor(5)
    editor.command("LeaselensDiagram")
    return editor


def test_it_is_drawn_between_the_lines(editor: Editor) -> None:
    rows = editor.until_screen("╌my╌")
    code, box, following = (
        next(number for number, row in enumerate(rows) if text in row) for text in ("p.lease", "┌───┐", "l.x = 23")
    )
    assert code < box < following
    assert any("─leased─" in row and "x: 22" in row for row in rows)


def test_it_follows_the_cursor_and_shows_the_change(editor: Editor) -> None:
    editor.until_screen("x: 22")
    editor.cursor(6)
    rows = editor.until_screen("x: 23")
    box = next(number for number, row in enumerate(rows) if "┌───┐" in row)
    assert next(number for number, row in enumerate(rows) if "l.x = 23" in row) < box
    assert len([row for row in rows if "┌───┐" in row]) == 1


def test_the_title_names_the_expression_that_the_cursor_means(editor: Editor) -> None:
    editor.until_screen("after `let l = p.lease`")
    editor.cursor(5, len("    let l = p.l"))
    editor.until_screen("after `p.lease`")
    editor.cursor(5, len("    let l = p.lease"))
    editor.until_screen("after `let l = p.lease`")


def test_before_and_both(editor: Editor) -> None:
    editor.until_screen("╌my╌")
    editor.command("LeaselensDiagram before")
    editor.until("the owner's line before the lease", lambda: lines_with(editor, "─my─"))
    assert not lines_with(editor, "╌my╌")
    editor.command("LeaselensDiagram both")
    editor.until("two boxes", lambda: len(lines_with(editor, "┌───┐")) == 2)
    assert lines_with(editor, "─my─")
    assert lines_with(editor, "╌my╌")


def test_it_goes_away_when_toggled_again(editor: Editor) -> None:
    editor.until_screen("╌my╌")
    editor.command("LeaselensDiagram")
    assert not lines_with(editor, "┌───┐")


def test_it_is_marked_stale_while_the_text_is_newer(editor: Editor) -> None:
    editor.until_screen("╌my╌")
    editor.command("4substitute/22/29/")
    editor.command("doautocmd TextChanged")
    # Until the answer for the new text is there, and only until then, the old picture says that it is old.
    assert lines_with(editor, "· stale")
    assert lines_with(editor, "x: 22")
    editor.until_screen("x: 29")
    editor.until("an end of staleness", lambda: not lines_with(editor, "· stale"))


def test_where_nothing_is_executed_there_is_none(editor: Editor) -> None:
    editor.until_screen("╌my╌")
    editor.cursor(1)
    editor.until("no picture on a class", lambda: not lines_with(editor, "┌───┐"))


def test_ascii_style(open_editor: Open) -> None:
    editor = open_editor(LENT, {"settings": {"diagrams": {"style": "ascii"}}})
    editor.until_served()
    editor.cursor(5)
    editor.command("LeaselensDiagram both")
    editor.until_screen("x: 22")
    assert not re.search("[─-╿►·]", "\n".join(editor.screen()))


def test_a_wrong_moment_is_told(editor: Editor) -> None:
    editor.until_screen("╌my╌")
    editor.lua("vim.notify = function(message) _G.told = message end")
    editor.command("LeaselensDiagram never")
    assert editor.lua("return _G.told") == "leaselens: a diagram is of before, after or both"
