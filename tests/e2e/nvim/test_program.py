"""A program is opened in the real Neovim, and who holds what is seen."""

from __future__ import annotations

from e2e.nvim.conftest import Open

LENT = """\
class Point(x, y)

async fn main() {
    let p = Point(x: 22, y: 44)
    let l = p.lease
    l.x = 23
    print("The point is {p}").await
    l.y = 45
}
"""
"""Lends ``p`` in line 5, reads it in line 7, which ends the lease, and uses the lease in line 8."""

CANCELLED = "your lease to this object was cancelled"


def test_the_error_is_underlined_where_it_is(open_editor: Open) -> None:
    editor = open_editor(LENT)
    (found,) = editor.until("a diagnostic", editor.diagnostics)
    assert (found["line"], found["text"]) == (8, "l")
    assert (found["code"], found["severity"], found["source"]) == ("DADA-R2", "ERROR", "leaselens")
    assert CANCELLED in found["message"]


def test_an_edit_clears_the_error_and_another_brings_it_back(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    editor.command("8delete")
    editor.until("a clean file", lambda: not editor.diagnostics())
    editor.command("undo")
    editor.until("the diagnostic again", editor.diagnostics)


def test_the_error_is_on_the_screen(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.lua("vim.diagnostic.config({ virtual_text = true })")
    rows = editor.until_screen(CANCELLED)
    assert "l.y = 45" in next(row for row in rows if CANCELLED in row)


def test_the_hover_float_shows_permission_and_picture(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    editor.cursor(6, 5)
    editor.lua("vim.lsp.buf.hover()")
    rows = editor.until_screen("►│ Point │")
    assert any("leased" in row for row in rows)
    assert any("┌───────┐" in row for row in rows)


def test_inlay_hints_tell_the_permission_of_a_binding(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    editor.lua("vim.lsp.inlay_hint.enable(true)")

    def hinted() -> bool:
        rows = editor.screen()
        owner, lessee = (next(row for row in rows if f"let {name}" in row) for name in "pl")
        return "my" in owner.split("=")[0] and "leased" in lessee.split("=")[0]

    editor.until("hints `my` and `leased` before the `=`", hinted)


def test_the_picture_at_the_line_s_end_follows_the_cursor(open_editor: Open) -> None:
    editor = open_editor(LENT)
    editor.until("a diagnostic", editor.diagnostics)
    editor.lua("vim.lsp.inlay_hint.enable(true)")

    def code(beginning: str) -> str:
        return next(row for row in editor.screen() if beginning in row).split("p.lease")[-1]

    editor.cursor(5, 9)
    editor.until("a one-line picture at the lease", lambda: code("let l"))
    editor.cursor(1)
    editor.until("no picture where the cursor is not", lambda: not code("let l"))
