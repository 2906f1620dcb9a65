"""The server with the real analysis, as the editors meet it: by pytest-lsp with the capabilities that they sent."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import ClientServerConfig, LanguageClient, make_test_lsp_client

from e2e import seeds
from leaselens import __version__

from .session import RECORDED, Json

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
]

COMMAND = [sys.executable, "-I", "-X", "utf8", "-m", "leaselens_server", "--stdio"]
PROGRAM = """\
class Cup(var full)

async fn main() {
    var mine := Cup(full: true)
    var yours := mine.lease
    yours.full = false
    print("{mine.full}").await
    yours.full = true
}
"""
"""Its last line uses a lease that the line before ended."""


def make_client() -> LanguageClient:
    client = make_test_lsp_client()

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def register(params: types.RegistrationParams) -> None:
        """pytest-lsp knows no answer to this."""

    return client


@pytest_lsp.fixture(config=ClientServerConfig(COMMAND, make_client), scope="module", params=RECORDED)  # type: ignore[untyped-decorator]
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    recorded: Json = {**RECORDED[request.param], "processId": None, "initializationOptions": None}
    params = get_converter().structure(recorded, types.InitializeParams)
    lsp_client.initialize_result = await lsp_client.initialize_session(params)  # type: ignore[attr-defined]
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, text: str, name: str = "cup") -> str:
    uri = f"file:///{name}.dada"
    item = types.TextDocumentItem(uri, "dada", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return uri


async def diagnostics(client: LanguageClient, uri: str) -> list[types.Diagnostic]:
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    report = await client.text_document_diagnostic_async(params)
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return list(report.items)


async def diagram(client: LanguageClient, uri: str, position: types.Position) -> Any:
    """The answer, as the named tuples that pygls makes of an answer that it doesn't know."""
    params = {"textDocument": {"uri": uri}, "position": {"line": position.line, "character": position.character}}
    return await client.protocol.send_request_async("leaselens/diagram", params)  # type: ignore[no-untyped-call]


def place(text: str, what: str, nth: int = 0) -> types.Position:
    """Where a piece of an ASCII text stands (the n-th time, from 0)."""
    offset = -1
    for _ in range(nth + 1):
        offset = text.index(what, offset + 1)
    before = text[:offset]
    return types.Position(before.count("\n"), offset - (before.rfind("\n") + 1))


async def test_it_introduces_itself(client: LanguageClient) -> None:
    result: types.InitializeResult = client.initialize_result  # type: ignore[attr-defined]
    assert result.server_info == types.ServerInfo("leaselens", __version__)
    offered = (
        client.capabilities.general.position_encodings if client.capabilities and client.capabilities.general else None
    )
    assert offered
    assert result.capabilities.position_encoding == offered[0]


async def test_an_ended_lease_is_told_with_its_story(client: LanguageClient) -> None:
    uri = opened(client, PROGRAM)
    (found,) = await diagnostics(client, uri)
    assert found.code == "DADA-R2"
    assert found.range.start == place(PROGRAM, "yours", 2)
    assert [step.location.range.start.line for step in found.related_information or ()] == [4, 6]
    assert found.data
    assert found.data["certainty"] == "surely"
    if client.capabilities and client.capabilities.text_document:
        published = client.capabilities.text_document.publish_diagnostics
        if published and published.code_description_support and found.code_description:
            assert found.code_description.href.startswith("file:///")


async def test_hover_highlight_symbols_hints(client: LanguageClient) -> None:
    uri = opened(client, PROGRAM)
    document = types.TextDocumentIdentifier(uri)
    hover = await client.text_document_hover_async(types.HoverParams(document, place(PROGRAM, "yours", 1)))
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert "`yours`: `leased` from `mine`" in hover.contents.value
    assert "┌" in hover.contents.value
    lives = await client.text_document_document_highlight_async(
        types.DocumentHighlightParams(document, place(PROGRAM, "yours", 1))
    )
    assert {life.kind for life in lives or ()} == {types.DocumentHighlightKind.Write, types.DocumentHighlightKind.Read}
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert [symbol.name for symbol in symbols or ()] == ["Cup", "main"]
    whole = types.Range(types.Position(0, 0), types.Position(20, 0))
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    labels = {str(hint.label).strip() for hint in hints or ()}
    assert {": my", ": leased"} <= labels
    assert any("mine" in label and "yours" in label for label in labels), labels


async def test_the_diagram_of_the_lease(client: LanguageClient) -> None:
    uri = opened(client, PROGRAM)
    position = place(PROGRAM, "lease")
    found = await diagram(client, uri, position)
    assert (found.documentVersion, found.stale, found.visits.count) == (1, False, 1)
    assert "yours" in found.after.text
    rows = {row.name: row for row in found.after.graph.frames[-1].rows}
    assert rows["mine"].leasedOut
    assert rows["yours"].lessors[0].place == "mine"


async def test_an_edit_mends_it(client: LanguageClient) -> None:
    uri = opened(client, PROGRAM)
    start = place(PROGRAM, "    yours.full = true")
    change = types.TextDocumentContentChangePartial(types.Range(start, types.Position(start.line + 1, 0)), "")
    named = types.VersionedTextDocumentIdentifier(2, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))
    assert await diagnostics(client, uri) == []


def seed_programs() -> Iterator[Any]:
    for number in ("001", "002", "004"):
        programs = seeds.programs(number) if seeds.is_present() else []
        for index, program in enumerate(programs):
            yield pytest.param(program, id=f"{number}-{index}")


@pytest.mark.skipif(not seeds.is_present(), reason="the seeds are not on this machine")
@pytest.mark.parametrize("program", list(seed_programs()))
async def test_every_program_of_the_seeds(client: LanguageClient, program: str) -> None:
    """Every expression that runs has a picture, and what is hovered has a text."""
    uri = opened(client, program, "seed")
    document = types.TextDocumentIdentifier(uri)
    found = await diagnostics(client, uri)
    assert all(str(item.code).startswith("DADA-R") for item in found), found
    drawn = 0
    for number, line in enumerate(program.splitlines()):
        position = types.Position(number, len(line) - len(line.lstrip()))
        await client.text_document_hover_async(types.HoverParams(document, position))
        answer = await diagram(client, uri, position)
        drawn += "┌" in json.dumps(answer.after.text, ensure_ascii=False) if answer and answer.after else 0
    assert drawn
