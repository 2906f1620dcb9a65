"""The marks of the life of the lease under the cursor."""

from __future__ import annotations

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor
from e2e.nvim.test_diagram import BRANCH
from e2e.nvim.test_program import LENT

MARKS = """
local space = vim.api.nvim_create_namespace("leaselens.life")
local buffer = vim.fn.bufnr("program.dada")
local found = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, space, 0, -1, { details = true })) do
  local line = vim.api.nvim_buf_get_lines(buffer, mark[2], mark[2] + 1, false)[1]
  local part = mark[4].hl_group:gsub("^Leaselens", "")
  table.insert(found, ("%d %s %s"):format(mark[2] + 1, part, line:sub(mark[3] + 1, mark[4].end_col)))
end
return found
"""

SHARED = """\
class Book(title: our)
let book: my = Book("Leases")
let reader: shared = book
print(reader.title).await
"""

LOOK = """
local name = ...
return vim.inspect(vim.api.nvim_get_hl(0, { name = name, link = false }), { newline = " ", indent = "" })
"""


def marks(editor: Editor) -> list[str]:
    """Each mark in the text: its 1-based line, the part that is played, and the words; in a line in order of parts."""
    found: list[str] = editor.lua(MARKS)
    return sorted(found, key=lambda mark: (int(mark.split()[0]), mark))


def opened(open_editor: Open, text: str, line: int, column: int) -> Editor:
    editor = open_editor(text)
    editor.until_served()
    editor.cursor(line, column)
    return editor


def test_a_lease_that_ends(open_editor: Open) -> None:
    editor = opened(open_editor, LENT, 6, 5)
    life = ["5 Issued p", "5 Lessee l", "6 Lessee l", "7 Ended p", "7 Lessor p", "8 Expired l"]
    editor.until("the life", lambda: marks(editor) == life)
    editor.cursor(1)
    editor.until("nothing on a class", lambda: marks(editor) == [])


def test_the_lessor_and_those_who_share(open_editor: Open) -> None:
    editor = opened(open_editor, SHARED, 4, 7)
    editor.until("the readers", lambda: "4 Sharing reader" in marks(editor))


def test_what_only_may_be_is_drawn_otherwise(open_editor: Open) -> None:
    editor = opened(open_editor, BRANCH, 7, 5)
    editor.until("the life", lambda: "7 ExpiredMaybe courier" in marks(editor))
    assert "3 Lessee courier" in marks(editor)


@pytest.mark.parametrize("background", ["dark", "light"])
def test_every_part_has_its_own_look(open_editor: Open, background: str) -> None:
    """With Neovim's own colour scheme, which links follow; and surely never looks like maybe."""
    editor = open_editor("", name="notes.txt")
    editor.command(f"set background={background}")
    parts = ["Lessor", "Lessee", "Sharing", "Expired", "Issued", "Ended"]
    surely = [editor.lua(LOOK, f"Leaselens{part}") for part in parts]
    maybe = [editor.lua(LOOK, f"Leaselens{part}Maybe") for part in parts]
    assert len(set(surely)) == len(parts)
    assert len({look for look in maybe if "undercurl = true" in look}) == 4
    assert not set(surely) & set(maybe)


def test_they_move_with_the_text_and_are_renewed(open_editor: Open) -> None:
    editor = opened(open_editor, LENT, 6, 5)
    editor.until("the end", lambda: "7 Ended p" in marks(editor))
    editor.command("7delete")
    editor.cursor(6, 5)
    editor.command("doautocmd TextChanged")
    editor.until("a lease that goes on", lambda: "7 Lessee l" in marks(editor) and "Ended" not in str(marks(editor)))


def test_they_are_switched_off_and_on(open_editor: Open) -> None:
    editor = opened(open_editor, LENT, 6, 5)
    editor.until("the life", lambda: marks(editor))
    editor.command("LeaselensLife")
    assert marks(editor) == []
    editor.command("LeaselensLife")
    editor.until("the life", lambda: marks(editor))


def test_the_setting_switches_them_off(open_editor: Open) -> None:
    editor = open_editor(LENT, {"settings": {"life": {"marks": False}}})
    editor.until("a diagnostic", editor.diagnostics)
    editor.cursor(6, 5)
    editor.command("LeaselensDiagram")
    editor.until_screen("x: 23")  # an answer that was asked for later is here
    assert marks(editor) == []
