"""Diagnostics: sent or asked for, never both; what each client can show of them; when they may change."""

from __future__ import annotations

from typing import Any

import pytest

from leaselens import pages

from .session import PULLS, RECORDED, Json, Session, change

pytestmark = pytest.mark.asyncio(loop_scope="module")

RICH: Json = {
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
            "tagSupport": {"valueSet": [1]},
        }
    }
}


async def started(capabilities: Json | None = None, **params: Any) -> Session:
    session = Session()
    await session.initialize(capabilities, **params)
    return session


async def pull(session: Session, uri: str, previous: str | None = None) -> Json:
    params = {"textDocument": {"uri": uri}, "previousResultId": previous}
    result = await session.result("textDocument/diagnostic", params)
    assert isinstance(result, dict)
    return result


async def test_a_client_that_does_not_ask_is_sent_diagnostics_with_their_version() -> None:
    session = await started()
    uri = session.open("ok BAD")
    assert len((await session.published(1))["diagnostics"]) == 1
    session.edit(uri, 2, change("", (0, 3), (0, 6)))
    assert (await session.published(2))["diagnostics"] == []
    session.edit(uri, 3, change("BAD", (0, 0)))
    await session.published(3)
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert (await session.published(None))["diagnostics"] == []


@pytest.mark.parametrize("name", RECORDED)
async def test_real_editors_ask_and_are_never_sent_any(name: str) -> None:
    session = await started(RECORDED[name]["capabilities"])
    uri = session.open("BAD")
    report = await pull(session, uri)
    assert report["kind"] == "full"
    assert [item["code"] for item in report["items"]] == ["DADA-R2"]
    session.edit(uri, 2, change("", (0, 0), (0, 3)))
    assert (await pull(session, uri, report["resultId"]))["items"] == []
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert "textDocument/publishDiagnostics" not in session.methods()


async def test_who_asks_again_is_told_that_nothing_changed() -> None:
    session = await started(PULLS)
    uri = session.open("BAD\n")
    report = await pull(session, uri)
    session.edit(uri, 2, change("more", (1, 0)))
    again = await pull(session, uri, report["resultId"])
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}
    session.edit(uri, 3, change("\n", (0, 0)))
    moved = await pull(session, uri, report["resultId"])
    assert moved["items"][0]["range"]["start"] == {"line": 1, "character": 0}


async def test_a_diagnostic_tells_the_whole_story() -> None:
    session = await started(RICH)
    session.open("ok BAD")
    (found,) = (await session.published(1))["diagnostics"]
    page = pages.url("DADA-R2")
    described = {"codeDescription": {"href": page}} if page else {}
    start = {"line": 0, "character": 0}
    assert found == {
        "range": {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 6}},
        "severity": 1,
        "code": "DADA-R2",
        "source": "leaselens",
        "message": "this is bad\nworse here\nhelp: mend it",
        "relatedInformation": [
            {
                "location": {"uri": "file:///a.dada", "range": {"start": start, "end": {"line": 0, "character": 1}}},
                "message": "it began here",
            }
        ],
        "data": {"rule": "bad", "certainty": "surely"},
        **described,
    }


async def test_a_plain_client_reads_the_story_in_the_message() -> None:
    session = await started()
    session.open("BAD ODD")
    bad, odd = (await session.published(1))["diagnostics"]
    assert bad["message"] == "this is bad\nworse here\nline 1: it began here\nhelp: mend it"
    assert not {"relatedInformation", "codeDescription", "data", "tags"} & (set(bad) | set(odd))


async def test_maybe_is_a_warning_and_tags_are_sent_to_who_knows_them() -> None:
    session = await started(RICH)
    session.open("ODD")
    (found,) = (await session.published(1))["diagnostics"]
    assert (found["severity"], found["tags"], found["data"]["certainty"]) == (2, [1], "maybe")


async def test_a_document_that_is_not_open_has_an_empty_report() -> None:
    session = await started(PULLS)
    assert await pull(session, "file:///nowhere.dada") == {"kind": "full", "items": []}


ON_SAVE = {"diagnostics": {"run": "onSave"}}


async def test_on_save_sent_diagnostics_wait_for_the_save() -> None:
    session = await started(initializationOptions=ON_SAVE)
    uri = session.open("BAD")
    assert len((await session.published(1))["diagnostics"]) == 1
    session.edit(uri, 2, {"text": "fine"})
    await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert session.methods().count("textDocument/publishDiagnostics") == 1
    session.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert (await session.published(2))["diagnostics"] == []


async def test_on_save_who_asks_is_told_to_ask_again_after_the_save() -> None:
    session = await started(PULLS, initializationOptions=ON_SAVE)
    uri = session.open("BAD")
    report = await pull(session, uri)
    session.edit(uri, 2, {"text": "fine"})
    await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert (await pull(session, uri, report["resultId"]))["kind"] == "unchanged"
    before = session.methods().count("workspace/diagnostic/refresh")
    session.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert session.methods().count("workspace/diagnostic/refresh") == before + 1
    assert (await pull(session, uri, report["resultId"]))["items"] == []


async def test_on_save_who_could_not_be_told_to_ask_again_is_sent_diagnostics() -> None:
    """Neovim 0.10 asks after edits, but not after a save."""
    session = await started({"textDocument": {"diagnostic": {}}}, initializationOptions=ON_SAVE)
    session.open("BAD")
    assert len((await session.published(1))["diagnostics"]) == 1
