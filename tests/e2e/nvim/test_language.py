"""What Neovim knows of Dada without a server: file type, comments, colours, indentation."""

from __future__ import annotations

import pytest

from e2e.nvim.conftest import Open

NO_SERVER = {"cmd": ["true"], "autostart": False}

COLOURS = """\
class Point(x: our, y)  # TODO: more
async fn main() {
    let p: mutable = Point(x: 22, y: 4.5).share
    var q := p.lease
    if p.x >= 1_0u { print("{p.x}\\n").await } else { return }
}
# leaselens: dialect = d2
// also a comment
"""

GROUPS = [
    (1, "class", "dadaStructure"),
    (1, "Point", "dadaClassName"),
    (1, "our", "dadaPermission"),
    (1, "TODO", "dadaTodo"),
    (2, "async", "dadaModifier"),
    (2, "main", "dadaFunctionName"),
    (3, "let", "dadaKeyword"),
    (3, "mutable", "dadaPermission"),
    (3, "Point", "dadaType"),
    (3, "22", "dadaNumber"),
    (3, "4.5", "dadaFloat"),
    (3, "share", "dadaOperation"),
    (4, "var", "dadaKeyword"),
    (4, "lease", "dadaOperation"),
    (5, "1_0u", "dadaNumber"),
    (5, "print", "dadaBuiltin"),
    (5, "\\n", "dadaEscape"),
    (5, "await", "dadaAwait"),
    (5, "return", "dadaStatement"),
    (6, "}", ""),
    (7, "dialect", "dadaMark"),
    (8, "also", "dadaComment"),
]

GROUP_AT = "return vim.fn.synIDattr(vim.fn.synID(select(1, ...), select(2, ...), 1), 'name')"

FLAT = """\
async fn main() {
let p = Point(
x: 22,
y: 44,
)
if p.x > 1 {
print("{").await # {
} else {
p.x = 2
}
}
"""

INDENTED = """\
async fn main() {
    let p = Point(
        x: 22,
        y: 44,
    )
    if p.x > 1 {
        print("{").await # {
    } else {
        p.x = 2
    }
}
"""


def test_file_type_and_comments(open_editor: Open) -> None:
    editor = open_editor("let x = 1\n", NO_SERVER)
    assert editor.lua("return {vim.bo.filetype, vim.bo.commentstring}") == ["dada", "# %s"]
    editor.command("normal gcc")
    assert editor.nvim.current.line == "# let x = 1"


def test_colours(open_editor: Open) -> None:
    editor = open_editor(COLOURS, NO_SERVER)
    lines = COLOURS.split("\n")
    seen = [(line, word, editor.lua(GROUP_AT, line, lines[line - 1].index(word) + 1)) for line, word, _ in GROUPS]
    assert seen == GROUPS


@pytest.mark.parametrize("text", [FLAT, INDENTED])
def test_indentation(open_editor: Open, text: str) -> None:
    editor = open_editor(text, NO_SERVER)
    editor.command("normal gg=G")
    assert editor.nvim.current.buffer[:] == INDENTED.rstrip("\n").split("\n")


def test_another_file_type_is_left_alone(open_editor: Open) -> None:
    editor = open_editor("plain\n", name="notes.txt")
    assert editor.lua("return #vim.lsp.get_clients()") == 0
