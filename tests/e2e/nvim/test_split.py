"""The diagram in a window of its own: what is pointed at and chosen there is seen in the text."""

from __future__ import annotations

from typing import Any

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor
from e2e.nvim.test_diagram import lines_with
from e2e.nvim.test_life import marks
from e2e.nvim.test_program import LENT

LIGHTS = """
local space = vim.api.nvim_create_namespace(select(2, ...))
local buffer = vim.fn.bufnr(select(1, ...))
local found = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, space, 0, -1, { details = true })) do
  local line = vim.api.nvim_buf_get_lines(buffer, mark[2], mark[2] + 1, false)[1]
  if mark[4].hl_group == "LeaselensLit" then
    table.insert(found, { mark[2] + 1, line:sub(mark[3] + 1, mark[4].end_col) })
  end
end
return found
"""


@pytest.fixture
def editor(open_editor: Open) -> Editor:
    editor = open_editor(LENT)
    editor.until_served()
    editor.cursor(5, 9)
    editor.command("LeaselensDiagram split")
    editor.until_screen("line 5 · `let l = p.lease`")
    return editor


def lit_source(editor: Editor) -> list[Any]:
    """The lights in the text: 1-based line, and the words."""
    lights: list[Any] = editor.lua(LIGHTS, "program.dada", "leaselens.source")
    return lights


def point_at(editor: Editor, name: str) -> None:
    """Go to the window of the diagram, and there to the row or object ``name`` in the last picture."""
    editor.command("wincmd j")
    lines = editor.nvim.current.buffer[:]
    number = next(number for number, line in enumerate(lines) if f"│ {name}" in line)
    before = lines[number][: lines[number].rindex(f"│ {name}") + 2]
    editor.cursor(number + 1, len(before.encode()) + 1)


def test_it_stands_below_and_the_cursor_stays(editor: Editor) -> None:
    rows = editor.screen()
    title = next(number for number, row in enumerate(rows) if "line 5 ·" in row)
    assert title > next(number for number, row in enumerate(rows) if "l.y = 45" in row)
    assert lines_with(editor, "╌my╌")
    assert tuple(editor.nvim.current.window.cursor) == (5, 8)
    editor.cursor(6)
    editor.until_screen("line 6 · `l.x = 23`")


def test_it_stands_beside_where_the_screen_is_wide_or_the_user_says_so(editor: Editor) -> None:
    editor.command("LeaselensDiagram")
    editor.command("vertical LeaselensDiagram")
    rows = editor.until_screen("line 5 · `let l = p.lease`")
    assert "class Point(x, y)" in next(row for row in rows if "line 5 ·" in row)
    editor.command("LeaselensDiagram")
    editor.command("set columns=150")
    editor.command("LeaselensDiagram")
    editor.until("the window at the right", lambda: any("class Point" in row for row in lines_with(editor, "line 5 ·")))


def test_the_cursor_in_the_text_lights_up_its_row(editor: Editor) -> None:
    in_view = "return #vim.tbl_filter(function(one) return one[2] == 'l' end, (...))"
    editor.until("the row", lambda: editor.lua(in_view, editor.lua(LIGHTS, "leaselens://diagram", "leaselens.split")))


def test_a_row_lights_up_where_its_lease_was_issued_and_ended(editor: Editor) -> None:
    point_at(editor, "l")
    editor.until("the lease", lambda: lit_source(editor) == [[5, "p"]])
    point_at(editor, "Point")
    editor.until("where the object was made", lambda: lit_source(editor) == [[4, "Point(x: 22, y: 44)"]])
    editor.command("wincmd p")
    editor.until("darkness", lambda: lit_source(editor) == [])


def test_choosing_a_row_marks_the_life_of_its_lease_and_shows_its_beginning(open_editor: Open) -> None:
    editor = open_editor(LENT.replace("    l.x = 23\n", "    l.x = 23\n" + "    # \n" * 60))
    editor.until_served()
    editor.cursor(67)
    editor.command("normal! zt")
    editor.command("LeaselensDiagram split")
    editor.until_screen('line 67 · `print("The point is {p}").await`')
    assert not lines_with(editor, "p.lease")
    point_at(editor, "l")
    editor.keys("<CR>")
    editor.until_screen("let l = p.lease")
    chosen = ["5 Issued p", "5 Lessee l", "6 Lessee l", "67 Ended p", "67 Lessor p", "68 Expired l"]
    editor.until("the life of the lease", lambda: marks(editor) == chosen)
    editor.command("wincmd p")
    editor.command("doautocmd CursorMoved")
    assert marks(editor) == chosen
    editor.cursor(1)
    editor.until("no marks where the cursor is on no lease", lambda: marks(editor) == [])


def test_what_stands_for_nothing_is_not_chosen(editor: Editor) -> None:
    editor.lua("vim.notify = function(message) _G.told = message end")
    editor.command("wincmd j")
    editor.cursor(1)
    editor.keys("<CR>")
    reason = "leaselens: put the cursor on a row of the diagram"
    editor.until("the reason", lambda: editor.lua("return _G.told") == reason)


def test_where_nothing_runs_it_says_so_and_stays(editor: Editor) -> None:
    editor.cursor(1)
    editor.until_screen("Nothing runs at the cursor.")
    assert len(editor.nvim.windows) == 2


def test_closing_its_window_ends_it(editor: Editor) -> None:
    editor.command("wincmd j")
    editor.command("quit")
    editor.until("the end", lambda: not editor.lua("return require('leaselens.view').is_shown()"))
    editor.command("LeaselensDiagram")
    editor.until_screen("line 5 · `let l = p.lease`")


def test_it_survives_a_restart_of_the_server(editor: Editor) -> None:
    editor.command("LeaselensRestart")
    editor.until_screen("The language server does not run here.")
    editor.until_screen("line 5 · `let l = p.lease`")
