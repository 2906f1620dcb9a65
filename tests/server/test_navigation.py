"""Definition, references, rename and call hierarchy, as clients get them: with the analysis itself."""

from __future__ import annotations

from typing import Any

import pytest

from leaselens.languages import analyse

from .session import RECORDED, Json, Session, at, change

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROGRAM = """\
class Point(x, y)
fn get(p) { p.x }
async fn main() {
    let p = Point(x: 1, y: 2)
    let q = p.lease
    print(q.x).await
    get(q)
}
"""
LINKS: Json = {"textDocument": {"definition": {"linkSupport": True}, "typeDefinition": {"linkSupport": False}}}
VERSIONS: Json = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
MORE = [*RECORDED, "an editor that can do nothing"]


async def opened(
    text: str = PROGRAM, capabilities: Json | None = None, uri: str = "file:///a.dada"
) -> tuple[Session, str]:
    session = Session(analyse)
    await session.initialize(capabilities)
    return session, session.open(text, uri)


def span(line: int, start: int, end: int) -> Json:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


# ---------------------------------------------------------------- definition and references


async def test_a_definition_is_a_location() -> None:
    session, uri = await opened()
    for method in ("definition", "declaration"):
        assert await session.result(f"textDocument/{method}", at(uri, 1, 14)) == [
            {"uri": uri, "range": span(0, 12, 13)}
        ]


async def test_a_definition_is_a_link_where_the_client_knows_links() -> None:
    session, uri = await opened(capabilities=LINKS)
    assert await session.result("textDocument/definition", at(uri, 6, 5)) == [
        {
            "targetUri": uri,
            "targetRange": span(1, 0, 17),
            "targetSelectionRange": span(1, 3, 6),
            "originSelectionRange": span(6, 4, 7),
        }
    ]
    (plain,) = await session.result("textDocument/typeDefinition", at(uri, 6, 8))
    assert plain == {"uri": uri, "range": span(0, 6, 11)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_columns_are_counted_as_agreed(encoding: str) -> None:
    text = 'let word = "€\U0001f600"\nprint("€\U0001f600{word}").await\n'
    session, uri = await opened(text, {"general": {"positionEncodings": [encoding]}})
    column = {"utf-8": 15, "utf-16": 11, "utf-32": 10}[encoding]
    found = await session.result("textDocument/references", references(uri, 1, column))
    assert [where["range"] for where in found] == [span(0, 4, 8), span(1, column, column + 4)]


def references(uri: str, line: int, character: int, *, with_declaration: bool = True) -> Json:
    return at(uri, line, character, context={"includeDeclaration": with_declaration})


async def test_references_with_and_without_the_declaration() -> None:
    session, uri = await opened()
    found = await session.result("textDocument/references", references(uri, 3, 18))
    assert [where["range"] for where in found] == [span(0, 12, 13), span(1, 14, 15), span(3, 18, 19), span(5, 12, 13)]
    found = await session.result("textDocument/references", references(uri, 3, 18, with_declaration=False))
    assert found[0]["range"] == span(1, 14, 15)


# ---------------------------------------------------------------- rename


async def test_a_rename_is_an_edit_of_this_version() -> None:
    session, uri = await opened(capabilities=VERSIONS)
    (edit,) = (await session.result("textDocument/rename", at(uri, 0, 12, newName="left")))["documentChanges"]
    assert edit["textDocument"] == {"uri": uri, "version": 1}
    assert [change["newText"] for change in edit["edits"]] == ["left"] * 4


async def test_a_rename_for_a_client_without_versions() -> None:
    session, uri = await opened()
    edit = await session.result("textDocument/rename", at(uri, 6, 5, newName="fetch"))
    assert edit == {"changes": {uri: [{"range": r, "newText": "fetch"} for r in (span(1, 3, 6), span(6, 4, 7))]}}


async def test_what_can_be_renamed_is_told_first() -> None:
    session, uri = await opened()
    found = await session.result("textDocument/prepareRename", at(uri, 6, 5))
    assert found == {"range": span(6, 4, 7), "placeholder": "get"}


@pytest.mark.parametrize(
    ("method", "where", "reason"),
    [
        ("prepareRename", (5, 6), "what is here was not declared in this file"),
        ("rename", (6, 5), "`let` is a word of the language"),
    ],
)
async def test_a_refusal_says_why(method: str, where: tuple[int, int], reason: str) -> None:
    session, uri = await opened()
    answer = await session.answer(session.ask(f"textDocument/{method}", at(uri, *where, newName="let")))
    assert answer["error"] == {"code": -32803, "message": reason}


async def test_a_rename_of_a_text_that_is_typed_over_is_given_up() -> None:
    session, uri = await opened()
    asked = session.ask("textDocument/rename", at(uri, 6, 5, newName="fetch"))
    session.edit(uri, 2, change("# ", (0, 0)))
    assert (await session.answer(asked))["error"]["code"] == -32801


async def test_a_rename_can_be_cancelled() -> None:
    session, uri = await opened()
    asked = session.ask("textDocument/rename", at(uri, 6, 5, newName="fetch"))
    session.notify("$/cancelRequest", {"id": asked})
    assert (await session.answer(asked))["error"]["code"] == -32800


# ---------------------------------------------------------------- calls


async def test_who_calls_and_is_called() -> None:
    session, uri = await opened()
    (get,) = await session.result("textDocument/prepareCallHierarchy", at(uri, 1, 4))
    assert (get["name"], get["kind"], get["range"], get["selectionRange"]) == ("get", 12, span(1, 0, 17), span(1, 3, 6))
    (call,) = await session.result("callHierarchy/incomingCalls", {"item": get})
    assert (call["from"]["name"], call["fromRanges"]) == ("main", [span(6, 4, 7)])
    found = await session.result("callHierarchy/outgoingCalls", {"item": call["from"]})
    assert [(c["to"]["name"], c["to"]["kind"]) for c in found] == [("Point", 5), ("get", 12)]


async def test_code_outside_of_functions_calls_too() -> None:
    session, uri = await opened("fn f() { 1 }\nf()\n", uri="untitled:Untitled-1")
    (f,) = await session.result("textDocument/prepareCallHierarchy", at(uri, 0, 3))
    (call,) = await session.result("callHierarchy/incomingCalls", {"item": f})
    assert call["from"]["kind"] == 2
    (back,) = await session.result("callHierarchy/outgoingCalls", {"item": call["from"]})
    assert back["to"] == f


# ---------------------------------------------------------------- everywhere

REQUESTS: dict[str, Json] = {
    "textDocument/definition": {},
    "textDocument/declaration": {},
    "textDocument/typeDefinition": {},
    "textDocument/references": {"context": {"includeDeclaration": True}},
    "textDocument/prepareCallHierarchy": {},
}


@pytest.mark.parametrize("name", MORE)
@pytest.mark.parametrize("method", REQUESTS)
async def test_every_client_gets_an_answer_in_an_untitled_document(name: str, method: str) -> None:
    capabilities = RECORDED[name]["capabilities"] if name in RECORDED else {}
    session, uri = await opened(capabilities=capabilities, uri="untitled:Untitled-1")
    (first, *_) = await session.result(method, at(uri, 6, 5, **REQUESTS[method])) or [None]
    if method == "textDocument/typeDefinition":
        assert first is None
    else:
        assert first.get("uri", first.get("targetUri")) == uri


@pytest.mark.parametrize("method", REQUESTS)
async def test_positions_outside_are_clamped_and_closed_documents_unknown(method: str) -> None:
    session, uri = await opened("")
    assert await session.result(method, at(uri, 77, 77, **REQUESTS[method])) == []
    assert await session.result(method, at("file:///closed.dada", 0, 0, **REQUESTS[method])) is None


async def test_a_closed_document_has_no_names() -> None:
    session, uri = await opened()
    (get,) = await session.result("textDocument/prepareCallHierarchy", at(uri, 1, 4))
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert await session.result("textDocument/rename", at(uri, 1, 4, newName="g")) is None
    assert await session.result("textDocument/prepareRename", at(uri, 1, 4)) is None
    for method in ("incomingCalls", "outgoingCalls"):
        assert await session.result(f"callHierarchy/{method}", {"item": get}) is None


@pytest.mark.parametrize("broken", [{}, {"item": None}, {"item": {"name": 1}}])
async def test_malformed_items_are_refused(broken: Any) -> None:
    session, _ = await opened()
    answer = await session.answer(session.ask("callHierarchy/incomingCalls", broken))
    assert answer["error"]["code"] == -32602
