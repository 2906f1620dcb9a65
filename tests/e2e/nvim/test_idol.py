"""An interface of Hubris in the real Neovim: its type and colours, and what the server tells of it."""

from __future__ import annotations

import pytest

from e2e.nvim.conftest import Open
from e2e.nvim.test_language import GROUP_AT, NO_SERVER

INTERFACE = """\
// A store /* of things */
Interface(
    name: "Store",
    ops: {
        "put": (
            leases: {"data": (type: "[u8]", read: true, max_len: Some(64))},
            reply: Result(ok: "()", err: CLike("StoreError")),
        ),
        "lamp_toggle": (reply: Simple("()"), idempotent: true),
    },
)
"""
GROUPS = [
    (1, "things", "idolComment"),
    (2, "Interface", "idolStructure"),
    (3, "name", "idolField"),
    (3, "Store", "idolString"),
    (5, "put", "idolName"),
    (6, "leases", "idolLease"),
    (6, "data", "idolName"),
    (6, "u8", "idolType"),
    (6, "true", "idolBoolean"),
    (6, "64", "idolNumber"),
    (7, "StoreError", "idolType"),
    (7, "CLike", "idolVariant"),
]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("store.idol", INTERFACE, ["idol", "// %s"]),
        ("store.idl", INTERFACE, ["idol", "// %s"]),
        ("window.idl", "interface Window {};\n", ["idl"]),
    ],
)
def test_file_types(open_editor: Open, name: str, text: str, kind: list[str]) -> None:
    editor = open_editor(text, NO_SERVER, name=name)
    assert editor.lua("return {vim.bo.filetype, vim.bo.commentstring}")[: len(kind)] == kind


def test_colours(open_editor: Open) -> None:
    editor = open_editor(INTERFACE, NO_SERVER, name="store.idol")
    lines = INTERFACE.split("\n")
    seen = [(line, word, editor.lua(GROUP_AT, line, lines[line - 1].index(word) + 1)) for line, word, _ in GROUPS]
    assert seen == GROUPS


def test_the_warning_is_underlined_and_the_hover_shows_the_course_of_a_call(open_editor: Open) -> None:
    editor = open_editor(INTERFACE, name="store.idol")
    (found,) = editor.until("a diagnostic", editor.diagnostics)
    assert (found["line"], found["text"], found["code"]) == (9, "idempotent: true", "HUB115")
    editor.cursor(5, 11)
    editor.lua("vim.lsp.buf.hover()")
    editor.until_screen("SEND 1 + 1 lease")


def test_the_diagram_below_the_line(open_editor: Open) -> None:
    editor = open_editor(INTERFACE, name="store.idol")
    editor.until("a diagnostic", editor.diagnostics)
    editor.cursor(5, 11)
    editor.command("LeaselensDiagram")
    editor.until_screen("REPLY () | StoreError")
