"""Quick fixes, and the page of a code, as `vim.lsp.buf.code_action` offers them."""

from __future__ import annotations

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor

ENDED = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
print("{box.content} für").await
guest.content = "a parcel" # déjà
"""

CHOOSE = """
local title = ...
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == title end })
"""


def opened(open_editor: Open) -> Editor:
    editor = open_editor(ENDED)
    editor.until("a diagnostic", editor.diagnostics)
    editor.cursor(6)
    return editor


def test_a_fix_mends_the_file(open_editor: Open) -> None:
    editor = opened(open_editor)
    editor.lua(CHOOSE, "Use `guest` before `box.content` is used")
    editor.until("a file without mistakes", lambda: editor.diagnostics() == [])
    lines = ENDED.splitlines()
    assert editor.nvim.current.buffer[:] == [*lines[:4], lines[5], lines[4]]


def test_the_page_of_the_code_is_opened(open_editor: Open) -> None:
    editor = opened(open_editor)
    editor.lua(CHOOSE, "Explain DADA-R2")
    editor.until_screen("DADA-R2: your lease to this object was cancelled")
