"""The diagram below the cursor's line."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from typing import Any

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.editor import Editor
from e2e.nvim.test_program import LENT

ROUNDS = """\
class Point(x: our)
let p: my = Point(1)
let n = 0
while n < 3 {
    let q: leased = p
    q.x += 1
    n += 1
}
"""

BRANCH = """\
class Parcel(weight: our, stamps: our)
fn settle(parcel: my, urgent: our) {
    let courier: leased = parcel
    if urgent {
        parcel.stamps += 2
    }
    courier.weight += 1
}
"""

CHUNKS = """
local space = vim.api.nvim_create_namespace("leaselens.below")
local found = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
  for _, line in ipairs(mark[4].virt_lines) do
    for _, chunk in ipairs(line) do
      table.insert(found, { chunk[1], chunk[2] })
    end
  end
end
return found
"""


def lines_with(editor: Editor, text: str) -> list[str]:
    """The rows that show ``text``."""
    return [row for row in editor.screen() if text in row]


def row_of(rows: list[str], text: str) -> int:
    """The number of the first row that shows ``text``."""
    return next(number for number, row in enumerate(rows) if text in row)


def looks(editor: Editor) -> dict[str, set[str]]:
    """The highlight groups that each piece of the drawing has somewhere, by its text."""
    found: dict[str, set[str]] = {}
    for text, groups in editor.lua(CHUNKS):
        found.setdefault(text.strip("─╌► "), set()).update(groups if isinstance(groups, list) else [groups])
    return found


def opened(open_editor: Open, text: str, line: int, *words: str, options: Mapping[str, Any] | None = None) -> Editor:
    """An editor with the view open and the cursor on a line."""
    editor = open_editor(text, options)
    editor.until_served()
    editor.cursor(line)
    editor.command(" ".join(["LeaselensDiagram", *words]))
    return editor


@pytest.fixture
def editor(open_editor: Open) -> Editor:
    editor = opened(open_editor, LENT, 5)
    editor.until_screen("╌my╌")
    return editor


def test_it_is_drawn_between_the_lines(editor: Editor) -> None:
    rows = editor.screen()
    assert row_of(rows, "p.lease") < row_of(rows, "┌───┐") < row_of(rows, "l.x = 23")
    assert any("─leased─" in row and "x: 22" in row for row in rows)


def test_before_and_after_stand_side_by_side_where_there_is_room(editor: Editor) -> None:
    assert re.search("before +after", "\n".join(editor.screen()))
    (row,) = lines_with(editor, "╌my╌")
    assert "─my─" in row[: row.index("╌my╌")]
    editor.command("set columns=60")
    editor.cursor(6)
    rows = editor.until_screen("x: 23")
    rows = rows[row_of(rows, "`l.x = 23`") :]
    assert row_of(rows, "before") < row_of(rows, "x: 22") < row_of(rows, "after") < row_of(rows, "x: 23")
    assert max(map(len, rows)) <= 60


def test_it_follows_the_cursor_and_shows_the_change(editor: Editor) -> None:
    editor.cursor(6)
    rows = editor.until_screen("x: 23")
    assert row_of(rows, "l.x = 23") < row_of(rows, "┌───┐") < row_of(rows, "print")
    assert len([row for row in rows if "┌───┐" in row]) == 1


def test_what_changes_is_stronger_and_what_the_cursor_touches_is_lit(editor: Editor) -> None:
    editor.cursor(6, 5)
    editor.until_screen("x: 23")
    found = looks(editor)
    assert "LeaselensChanged" in found["x: 23"]
    assert "LeaselensChanged" not in found["y: 44"]
    assert "LeaselensLit" in found["l"]
    assert "LeaselensLit" not in found["p"]
    assert {"LeaselensLeased", "LeaselensLit"} <= found["leased"]
    assert "LeaselensMy" in found["my"]


def test_an_arrow_has_its_colour_around_its_corners(open_editor: Open) -> None:
    editor = opened(open_editor, BRANCH, 7, "after")
    editor.until_screen("world 1 of 2")
    editor.command("LeaselensNextWorld")
    editor.until_screen("`urgent` does not hold")
    assert "LeaselensLeased" in looks(editor)["▲"]


def test_what_has_ended_looks_spent(editor: Editor) -> None:
    editor.cursor(7)
    editor.until("the end of the lease", lambda: "LeaselensSpent" in looks(editor).get("l", ()))


def test_the_title_names_what_the_cursor_means(editor: Editor) -> None:
    editor.until_screen("`let l = p.lease`")
    editor.cursor(5, len("    let l = p.l"))
    editor.command("LeaselensDiagram expression after")
    editor.until_screen("after `p.lease`")
    editor.cursor(5, len("    let l = p.lease"))
    editor.until_screen("after `let l = p.lease`")


def test_before_and_after_alone(editor: Editor) -> None:
    editor.command("LeaselensDiagram before")
    editor.until("the owner's line before the lease", lambda: not lines_with(editor, "╌my╌"))
    assert lines_with(editor, "─my─")
    editor.command("LeaselensDiagram after")
    editor.until_screen("╌my╌")
    assert not lines_with(editor, "─my─")


def test_it_goes_away_when_toggled_again(editor: Editor) -> None:
    editor.command("LeaselensDiagram")
    assert not lines_with(editor, "┌───┐")


def test_it_says_so_while_the_text_is_newer(editor: Editor) -> None:
    """The old picture stays, with the server asleep, until there is a new one."""
    (server,) = editor.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
    os.kill(server, signal.SIGSTOP)
    try:
        editor.command("4substitute/22/29/")
        editor.command("doautocmd TextChanged")
        assert lines_with(editor, "x: 22")
        editor.until_screen("· stale")
        assert lines_with(editor, "x: 22")
        assert looks(editor)["x: 22"] == {"LeaselensStale"}
    finally:
        os.kill(server, signal.SIGCONT)
    editor.until("an end of staleness", lambda: not lines_with(editor, "· stale"))
    assert "x: 29" in looks(editor)


def test_where_nothing_is_executed_there_is_none(editor: Editor) -> None:
    editor.cursor(1)
    editor.until("no picture on a class", lambda: not lines_with(editor, "┌───┐"))


def test_it_is_scrolled_into_sight(open_editor: Open) -> None:
    editor = open_editor("# \n" * 60 + LENT)
    editor.until_served()
    editor.command("set lines=24")
    editor.cursor(65)
    editor.command("normal! zb")
    editor.command("LeaselensDiagram")
    rows = editor.until_screen("╌my╌")
    assert any("└───┘" in row for row in rows)
    assert editor.nvim.current.window.cursor[0] == 65


def test_a_pinned_place_stays_and_moves_with_its_line(editor: Editor) -> None:
    editor.command("LeaselensPin")
    editor.until_screen("`let l = p.lease` · pinned")
    editor.cursor(4, 9)
    editor.until("the variable under the cursor lit", lambda: "LeaselensLit" in looks(editor).get("p", ()))
    editor.command("1put! =''")
    editor.command("doautocmd TextChanged")
    rows = editor.until("the picture below its line", lambda: editor.screen())
    assert row_of(rows, "p.lease") < row_of(rows, "`let l = p.lease` · pinned") < row_of(rows, "l.x = 23")
    editor.cursor(5, 9)
    editor.command("LeaselensPin")
    editor.until_screen("`let p = Point(x: 22, y: 44)`")


def test_stepping_through_the_rounds_of_a_loop(open_editor: Open) -> None:
    editor = opened(open_editor, ROUNDS, 6, "after")
    editor.until_screen("after `q.x += 1` · visit 1 of 3")
    assert lines_with(editor, "x: 2")
    editor.command("LeaselensNextVisit")
    editor.until_screen("visit 2 of 3")
    editor.command("LeaselensNextVisit")
    editor.until_screen("visit 3 of 3")
    assert lines_with(editor, "x: 4")
    editor.command("LeaselensPreviousVisit")
    editor.until_screen("visit 2 of 3")
    assert lines_with(editor, "x: 3")


def test_stepping_through_the_worlds_of_a_branch(open_editor: Open) -> None:
    """Each tells by which way it came."""
    editor = opened(open_editor, BRANCH, 7, "after")
    editor.until_screen("after `courier.weight += 1` · world 1 of 2")
    first = lines_with(editor, "In this world")
    editor.command("LeaselensNextWorld")
    editor.until_screen("world 2 of 2")
    second = lines_with(editor, "In this world")
    ways = {row.strip() for row in first + second}
    assert ways == {"In this world `urgent` holds (line 4).", "In this world `urgent` does not hold (line 4)."}
    editor.command("LeaselensPreviousWorld")
    editor.until_screen("world 1 of 2")


def test_the_calls_that_led_there_are_told(open_editor: Open) -> None:
    editor = opened(open_editor, "fn twice(n: our) {\n    n + n\n}\n\nprint(twice(2)).await\n", 2)
    editor.until_screen("Called from line 5.")


def test_it_is_copied_as_text(editor: Editor) -> None:
    editor.command("LeaselensCopy")
    copied = editor.lua("return vim.fn.getreg('\"')")
    assert copied.startswith("before `let l = p.lease`:\n┌")
    assert "after `let l = p.lease`:\n┌" in copied
    assert "╌my╌" in copied


def test_ascii_style(open_editor: Open) -> None:
    editor = opened(open_editor, LENT, 5, options={"settings": {"diagrams": {"style": "ascii"}}})
    editor.until_screen("x: 22")
    assert not re.search("[─-╿►·]", "\n".join(editor.screen()))


def test_the_options_choose_the_view(open_editor: Open) -> None:
    editor = opened(open_editor, LENT, 5, options={"diagram": {"when": "after", "of": "expression"}})
    editor.until_screen("after `let l = p.lease`")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            "LeaselensDiagram never",
            "leaselens: never is none of after, before, below, both, expression, split, statement",
        ),
        ("LeaselensPin", "leaselens: no diagram is shown, see :LeaselensDiagram"),
        ("LeaselensCopy", "leaselens: there is no diagram to copy, see :LeaselensDiagram"),
    ],
)
def test_what_can_not_be_done_is_told(open_editor: Open, command: str, told: str) -> None:
    editor = open_editor("", name="notes.txt")
    editor.lua("vim.notify = function(message) _G.told = message end")
    editor.command(command)
    assert editor.lua("return _G.told") == told
