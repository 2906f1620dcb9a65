"""Formatting and folding, as Neovim asks for them."""

from __future__ import annotations

import pytest

from e2e.nvim.conftest import Open

PROGRAM = "# one\n# two\nfn f( x ) {\n  g(x ,1)\n}\n"

FOLDS = "return vim.tbl_map(vim.fn.foldlevel, vim.fn.range(1, vim.fn.line('$')))"


def test_a_buffer_is_formatted(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    editor.lua(
        "vim.bo.shiftwidth, vim.bo.tabstop, vim.bo.expandtab = 2, 2, true; vim.lsp.buf.format({timeout_ms = 20000})"
    )
    assert list(editor.nvim.current.buffer) == ["# one", "# two", "fn f(x) {", "  g(x, 1)", "}"]


def test_lines_are_folded(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    if not editor.lua("return vim.lsp.foldexpr ~= nil"):
        pytest.skip("this Neovim asks no server for folds")
    editor.command("set foldmethod=expr foldexpr=v:lua.vim.lsp.foldexpr()")
    editor.until("the folds", lambda: editor.lua(FOLDS) == [1, 1, 1, 1, 0])
