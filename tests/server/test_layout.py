"""Formatting, folding and selecting: what the server answers about real programs."""

from __future__ import annotations

from typing import Any

import pytest

from leaselens.languages import analyse

from .session import Json, Session, at, change
from .stub import StubAnalyse

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPTIONS: Json = {"tabSize": 4, "insertSpaces": True}


async def opened(text: str, **capabilities: Any) -> tuple[Session, str]:
    session = Session(analyse)
    await session.initialize(capabilities)
    return session, session.open(text)


def applied(text: str, edits: list[Json]) -> str:
    """The text after the edits; it must have no characters outside of ASCII."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(position: Json) -> int:
        return starts[position["line"]] + int(position["character"])

    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        start, end = (offset(edit["range"][edge]) for edge in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text


PROGRAM = "fn f() {\n  g( 1,2 )\n    h()\n}\n"


@pytest.mark.parametrize(
    ("options", "indent"),
    [
        (OPTIONS, "    "),
        ({"tabSize": 2, "insertSpaces": True}, "  "),
        ({"tabSize": 8, "insertSpaces": False}, "\t"),
        ({"tabSize": 0, "insertSpaces": True, "trimFinalNewlines": True}, " "),
    ],
)
async def test_a_document_is_formatted_as_the_client_indents(options: Json, indent: str) -> None:
    session, uri = await opened(PROGRAM)
    edits = await session.result("textDocument/formatting", {"textDocument": {"uri": uri}, "options": options})
    assert applied(PROGRAM, edits) == f"fn f() {{\n{indent}g(1, 2)\n{indent}h()\n}}\n"


async def test_a_range_is_formatted_alone() -> None:
    session, uri = await opened(PROGRAM)
    where = {"start": {"line": 1, "character": 3}, "end": {"line": 1, "character": 3}}
    params = {"textDocument": {"uri": uri}, "options": {**OPTIONS, "tabSize": 2}, "range": where}
    edits = await session.result("textDocument/rangeFormatting", params)
    assert applied(PROGRAM, edits) == "fn f() {\n  g(1, 2)\n    h()\n}\n"


async def test_what_is_laid_out_gets_no_edit() -> None:
    session, uri = await opened("f(1, 2)\n")
    assert await session.result("textDocument/formatting", {"textDocument": {"uri": uri}, "options": OPTIONS}) == []


async def test_edits_are_counted_as_agreed() -> None:
    session, uri = await opened('f("\U0001f600" ,1)\n')
    (edit, other) = await session.result("textDocument/formatting", {"textDocument": {"uri": uri}, "options": OPTIONS})
    assert edit == {"range": {"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 7}}, "newText": ""}
    assert other["range"]["start"]["character"] == 8


async def test_a_document_that_changes_meanwhile_is_not_formatted() -> None:
    held = StubAnalyse()
    session = Session(held)
    await session.initialize()
    uri = session.open("x")
    await session.published(1)
    held.open_gate.clear()
    session.edit(uri, 2, {"text": "y"})
    asked = session.ask("textDocument/formatting", {"textDocument": {"uri": uri}, "options": OPTIONS})
    session.edit(uri, 3, {"text": "z"})
    held.open_gate.set()
    assert (await session.answer(asked))["error"]["code"] == -32801


async def test_folds_are_lines_with_a_kind() -> None:
    session, uri = await opened("# one\n# two\nfn f() {\n    g()\n}\n# region\n\n# endregion\n")
    found = await session.result("textDocument/foldingRange", {"textDocument": {"uri": uri}})
    assert [(fold["startLine"], fold["endLine"], fold.get("kind")) for fold in found] == [
        (0, 1, "comment"),
        (2, 3, None),
        (5, 7, "region"),
    ]


async def test_folds_follow_the_text() -> None:
    session, uri = await opened("fn f() {\n    g()\n}\n")
    session.edit(uri, 2, change("\n\n", (0, 0)))
    (fold,) = await session.result("textDocument/foldingRange", {"textDocument": {"uri": uri}})
    assert (fold["startLine"], fold["endLine"]) == (2, 3)


async def test_each_cursor_has_its_selections() -> None:
    text = "let x = p.a + 1\n"
    session, uri = await opened(text)
    positions = [at(uri, 0, 10)["position"], at(uri, 9, 9)["position"]]
    found = await session.result("textDocument/selectionRange", {"textDocument": {"uri": uri}, "positions": positions})
    columns = []
    step = found[0]
    while step:
        start, end = step["range"]["start"], step["range"]["end"]
        columns.append(text[start["character"] : end["character"]] if end["line"] == 0 else "the file")
        step = step.get("parent")
    assert columns == ["a", "p.a", "p.a + 1", "let x = p.a + 1", "the file"]
    assert len(found) == 2, "one for each cursor"


async def test_an_empty_document_has_a_selection_too() -> None:
    session, uri = await opened("")
    (found,) = await session.result(
        "textDocument/selectionRange", {"textDocument": {"uri": uri}, "positions": [at(uri, 0, 0)["position"]]}
    )
    assert found == {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}
    assert await session.result("textDocument/foldingRange", {"textDocument": {"uri": uri}}) == []
