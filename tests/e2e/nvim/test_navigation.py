"""Definition, references, rename and workspace symbols, as Neovim asks for them."""

from __future__ import annotations

from pathlib import Path

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor

PROGRAM = """\
class Point(x, y)
class Line(x)
fn first(p) { p.x }
let line = Line(x: 1)
print("für {first(line)}").await
"""
"""`ü` is a character and two bytes."""


def opened(open_editor: Open, line: int, column: int) -> Editor:
    editor = open_editor(PROGRAM)
    editor.until_served()
    editor.cursor(line, column)
    return editor


def cursor(editor: Editor) -> tuple[int, int]:
    line, column = editor.nvim.current.window.cursor
    return line, column + 1


def test_the_field_of_the_class_that_ran_is_found(open_editor: Open) -> None:
    editor = opened(open_editor, 3, 17)
    editor.lua("vim.lsp.buf.definition()")
    editor.until("the declaration", lambda: cursor(editor) == (2, 12))


def test_the_class_of_what_a_variable_holds(open_editor: Open) -> None:
    editor = opened(open_editor, 5, 20)
    editor.lua("vim.lsp.buf.type_definition()")
    editor.until("the class", lambda: cursor(editor) == (2, 7))


def test_references_are_listed(open_editor: Open) -> None:
    editor = opened(open_editor, 2, 12)
    editor.lua("vim.lsp.buf.references()")
    listed = "return vim.tbl_map(function(one) return {one.lnum, one.col} end, vim.fn.getqflist())"
    editor.until("the list", lambda: editor.lua(listed) == [[2, 12], [3, 17], [4, 17]])


def test_a_name_is_renamed_everywhere(open_editor: Open) -> None:
    editor = opened(open_editor, 3, 17)
    editor.lua("vim.lsp.buf.rename('length')")
    changed = PROGRAM.replace("Line(x", "Line(length").replace("p.x", "p.length").replace("x:", "length:").splitlines()
    editor.until("the new name", lambda: list(editor.nvim.current.buffer) == changed)


def test_a_refused_rename_says_why(open_editor: Open) -> None:
    editor = opened(open_editor, 4, 5)
    editor.lua("vim.lsp.buf.rename('print')")
    editor.until("the reason", lambda: "`print` is built in" in editor.lua("return vim.fn.execute('messages')"))
    assert list(editor.nvim.current.buffer) == PROGRAM.splitlines()


def test_what_other_files_declare_is_found(open_editor: Open, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "other.dada").write_text("class Elsewhere(x)\n")
    editor = opened(open_editor, 1, 1)
    editor.lua("vim.lsp.buf.workspace_symbol('elswh')")
    listed = "return vim.tbl_map(function(one) return one.text end, vim.fn.getqflist())"
    editor.until("the symbol", lambda: editor.lua(listed) == ["[Class] Elsewhere"])
