"""What Neovim shows while somebody types: completion, signature help, words marked by what they hold."""

from __future__ import annotations

from e2e.nvim.conftest import Open

PROGRAM = """\
class Pair(a, b)
async fn main() {
    let p = Pair(1, 2)
    let q = p.lease
    p.a = 3
    print(q.a).await
}
"""

TOKENS = """
local row, column = ...
local found = {}
for _, token in ipairs(vim.lsp.semantic_tokens.get_at_pos(0, row, column) or {}) do
  for modifier in pairs(token.modifiers) do
    table.insert(found, token.type .. "." .. modifier)
  end
end
return found
"""


def test_the_menu_tells_what_an_operation_would_do(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    editor.cursor(4)
    editor.keys("oq.<C-x><C-o>")
    rows = editor.until_screen("→ leased from q")
    assert [row for row in rows if "give" in row and "→" in row]
    assert [row for row in rows if "share" in row and "→ shared from q" in row]


def test_a_candidate_is_written_over_what_was_typed_of_it(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    editor.cursor(4)
    editor.keys("oq.le<C-x><C-o>")
    editor.until("the word", lambda: editor.lua("return vim.fn.getline('.')") == "    q.lease")


def test_the_signature_of_the_call(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    editor.cursor(4)
    editor.keys("olet z = Pair(1, ")
    editor.until("the text", lambda: "Pair(1, " in editor.lua("return vim.fn.getline('.')"))
    editor.lua("vim.lsp.buf.signature_help()")
    editor.until_screen("Pair(a, b)")


def test_a_word_whose_lease_has_ended_is_marked(open_editor: Open) -> None:
    editor = open_editor(PROGRAM)
    editor.until_served()
    expired = editor.until("the mark", lambda: editor.lua(TOKENS, 5, 10))
    assert expired == ["variable.expired"]
    assert editor.lua("return vim.api.nvim_get_hl(0, {name = '@lsp.mod.expired.dada'}).link") == "DiagnosticDeprecated"


MAYBE = """\
class Point(x: our)
fn choose(p: my, c: our) {
    if c {
        let q = p.give
    }
    p.x = 1
}
"""

LOOK = """
local row, column = ...
local found = {}
for _, item in ipairs(vim.inspect_pos(0, row, column).semantic_tokens) do
  table.insert(found, { item.opts.priority, vim.api.nvim_get_hl(0, { name = item.opts.hl_group, link = false }) })
end
table.sort(found, function(one, other) return one[1] < other[1] end)
return vim.tbl_map(function(item) return item[2] end, found)
"""


def test_a_word_that_only_may_be_spent_has_waves_and_no_line_through(open_editor: Open) -> None:
    editor = open_editor(MAYBE)
    editor.until_served()
    found = editor.until("the mark", lambda: editor.lua(TOKENS, 5, 4))
    assert sorted(found) == ["parameter.given", "parameter.maybe"]
    looks = editor.lua(LOOK, 5, 4)
    assert any(look.get("strikethrough") for look in looks)
    over = next(look for look in reversed(looks) if look)
    assert over["undercurl"]
    assert over["nocombine"]
    assert "strikethrough" not in over
