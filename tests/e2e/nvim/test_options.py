"""What may stand in ``vim.g.leaselens``, and what is told of what may not."""

from __future__ import annotations

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.test_diagram import lines_with, opened
from e2e.nvim.test_program import LENT
from leaselens_server.settings import SETTINGS


def test_the_settings_are_the_server_s(open_editor: Open) -> None:
    editor = open_editor("", name="notes.txt")
    assert editor.lua("return require('leaselens.settings')") == {
        setting.name: "text" if setting.values is None else list(setting.values) for setting in SETTINGS
    }


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"colour": "red"}, "vim.g.leaselens.colour is unknown"),
        ({"autostart": "no"}, 'vim.g.leaselens.autostart must be true or false, not "no"'),
        ({"diagram": {"view": "beside"}}, 'vim.g.leaselens.diagram.view must be "below" or "split", not "beside"'),
        ({"settings": {"hints": "all"}}, 'vim.g.leaselens.settings.hints must be a table, not "all"'),
        (
            {"settings": {"hints": {"pictures": "some"}}},
            'vim.g.leaselens.settings.hints.pictures must be "off" or "cursorLine" or "all", not "some"',
        ),
    ],
)
def test_what_is_not_understood_is_told(open_editor: Open, options: dict[str, object], told: str) -> None:
    """And everything else goes on as if it had not been said."""
    editor = open_editor(LENT, options)
    editor.until("the message", lambda: f"leaselens: {told}" in editor.lua("return vim.fn.execute('messages')"))
    assert editor.lua("return require('leaselens.config').mistakes()") == [told]


def test_a_command_that_is_no_list_is_told(open_editor: Open) -> None:
    editor = open_editor("", {"cmd": "leaselens server", "autostart": False}, name="notes.txt")
    (told,) = editor.lua("return require('leaselens.config').mistakes()")
    assert told.startswith("vim.g.leaselens.cmd must be a list of words, such as { 'leaselens'")
    assert editor.lua("return require('leaselens.config').options().cmd") == ["leaselens", "server", "--stdio"]


def test_the_rest_holds_where_something_is_wrong(open_editor: Open) -> None:
    options = {"diagram": {"when": "after", "view": 7}, "settings": {"diagrams": {"style": "ascii"}, "newer": True}}
    editor = opened(open_editor, LENT, 5, options=options)
    editor.until_screen("after `let l = p.lease`")
    assert lines_with(editor, "my...")
    assert editor.lua("return require('leaselens.config').client().settings.leaselens.newer") is True
