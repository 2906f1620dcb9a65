"""Code lenses: how often something is lent, and the places where the leases ended."""

from __future__ import annotations

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor
from e2e.nvim.test_program import LENT

TWICE = """\
class Point(x: our)
let p: my = Point(1)
let a: leased = p
let b: leased = p
print(p.x).await
"""

SHOW = "if vim.lsp.codelens.enable then vim.lsp.codelens.enable(true) else vim.lsp.codelens.refresh({ bufnr = 0 }) end"


def opened(open_editor: Open, text: str) -> Editor:
    editor = open_editor(text, {"settings": {"codeLens": {"enable": True}}})
    editor.until_served()
    editor.lua(SHOW)
    return editor


def test_it_leads_to_where_the_lease_ended(open_editor: Open) -> None:
    editor = opened(open_editor, LENT)
    editor.until_screen("lent 1×, ended by line 7")
    editor.cursor(4)
    editor.lua("vim.lsp.codelens.run()")
    editor.until("the end of the lease", lambda: editor.nvim.current.window.cursor[0] == 7)


def test_it_lists_several_places(open_editor: Open) -> None:
    editor = opened(open_editor, TWICE)
    editor.until_screen("lent 2×")
    editor.cursor(2)
    editor.lua("vim.lsp.codelens.run()")
    listed = "return vim.tbl_map(function(one) return one.lnum end, vim.fn.getqflist())"
    editor.until("the list", lambda: editor.lua(listed) == [4, 5])
    assert editor.lua("return vim.bo.buftype") == "quickfix"
