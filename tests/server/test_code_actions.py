"""Quick fixes as a client gets them, with the stand-in for the analysis; and once with the real one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from leaselens import languages, pages
from leaselens.diagnostics import Diagnostic, Fix

from .session import ACTIONS, RECORDED, Json, Session, change
from .stub import StubAnalyse, StubAnalysis

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOWS: Json = {**ACTIONS, "window": {"showDocument": {"support": True}}}
WHOLE = ((0, 0), (100, 0))


def params(uri: str, where: Sequence[Sequence[int]] = WHOLE, **context: Any) -> Json:
    start, end = ({"line": line, "character": units} for line, units in where)
    return {
        "textDocument": {"uri": uri},
        "range": {"start": start, "end": end},
        "context": {"diagnostics": [], **context},
    }


async def opened(text: str, capabilities: Json = ACTIONS, analyse: Any = None) -> tuple[Session, str]:
    session = Session(analyse)
    await session.initialize(capabilities)
    return session, session.open(text)


async def actions(session: Session, uri: str, *more: Any, **context: Any) -> list[Json]:
    found: list[Json] = await session.result("textDocument/codeAction", params(uri, *more, **context))
    return found


def titles(found: list[Json] | None) -> list[str]:
    return [action["title"] for action in found or ()]


async def test_a_fix_has_its_diagnostic_its_kind_and_its_edit() -> None:
    session, uri = await opened("€ \U0001f600BAD\n")
    good, smile = await actions(session, uri)
    where = {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 7}}
    assert (good["title"], good["kind"], smile["title"]) == ("Write `GOOD`", "quickfix", "Smile")
    assert good["edit"] == {"changes": {uri: [{"range": where, "newText": "GOOD"}]}}
    assert smile["edit"]["changes"][uri][0]["range"] == {"start": where["end"], "end": where["end"]}
    assert [d["code"] for d in good["diagnostics"]] == ["DADA-R2"]
    assert good["diagnostics"][0]["range"] == where
    assert not good["isPreferred"], "there are two"


@pytest.mark.parametrize("name", RECORDED)
async def test_an_edit_names_the_version_it_is_for_where_it_can(name: str) -> None:
    session, uri = await opened("BAD", RECORDED[name]["capabilities"])
    session.edit(uri, 7, {"text": "so BAD"})
    found = await actions(session, uri)
    if RECORDED[name]["capabilities"]["workspace"]["workspaceEdit"].get("documentChanges"):
        (changed,) = found[0]["edit"]["documentChanges"]
        assert changed["textDocument"] == {"uri": uri, "version": 7}
    else:
        assert list(found[0]["edit"]["changes"]) == [uri]
    assert titles(found) == ["Write `GOOD`", "Smile", "Explain DADA-R2"]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (((0, 0), (0, 0)), 0),
        (((0, 3), (0, 3)), 2),
        (((0, 5), (0, 5)), 2),
        (((0, 6), (0, 6)), 2),
        (((0, 7), (0, 7)), 0),
        (((0, 0), (1, 0)), 2),
        (((0, 0), (1, 4)), 4),
        (((1, 5), (9, 0)), 2),
    ],
)
async def test_fixes_are_those_of_the_range(where: Sequence[Sequence[int]], count: int) -> None:
    session, uri = await opened("so BAD or\nnot BAD")
    assert len(await actions(session, uri, where)) == count


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (None, 2),
        ([""], 2),
        (["quickfix"], 2),
        (["refactor", "quickfix"], 2),
        ([], 0),
        (["source"], 0),
        (["source.fixAll", "refactor"], 0),
        (["quickfix.other"], 0),
    ],
)
async def test_only_what_is_asked_for_is_looked_for(only: list[str] | None, count: int) -> None:
    session, uri = await opened("BAD")
    found = await actions(session, uri, WHOLE, only=only) if only is not None else await actions(session, uri)
    assert len(found or ()) == count


async def test_the_diagnostics_are_the_clients_own() -> None:
    """With what only the client knows of them, and the `data` that we gave it."""
    session, uri = await opened("BAD")
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}}
    theirs = {
        "range": where,
        "message": "as it was shown",
        "code": "DADA-R2",
        "data": {"rule": "bad", "certainty": "x"},
    }
    other = {"range": where, "message": "of a linter", "code": "X1"}
    found = await actions(session, uri, WHOLE, diagnostics=[other, theirs])
    assert [(d["message"], d["data"]) for d in found[0]["diagnostics"]] == [("as it was shown", theirs["data"])]


async def test_a_client_that_knows_no_actions_gets_none() -> None:
    session, uri = await opened("BAD", {})
    assert await actions(session, uri) is None


async def test_what_is_not_open_has_no_fixes() -> None:
    session, _ = await opened("BAD")
    assert await actions(session, "file:///other.dada") is None


# ---------------------------------------------------------------- explanations


async def test_the_page_of_a_code_is_opened() -> None:
    session, uri = await opened("BAD and BAD", SHOWS)
    (explain,) = [a for a in await actions(session, uri) if "command" in a]
    assert (explain["title"], explain["kind"], len(explain["diagnostics"])) == ("Explain DADA-R2", "quickfix", 2)
    assert await session.result("workspace/executeCommand", {**explain["command"], "title": None}) is None
    shown = await session.until(lambda m: m.get("method") == "window/showDocument")
    assert shown["params"] == {"uri": pages.url("DADA-R2"), "takeFocus": True}


async def test_a_code_without_a_page_is_not_explained() -> None:
    session, uri = await opened("ODD", SHOWS)
    assert await actions(session, uri) == []


async def test_a_client_that_shows_nothing_is_offered_no_page() -> None:
    session, uri = await opened("BAD")
    assert "Explain DADA-R2" not in titles(await actions(session, uri))


# ---------------------------------------------------------------- while things change


class SlowAnalysis(StubAnalysis):
    """Looks for a fix until it is told that nobody wants it any more."""

    begun = threading.Event()
    given_up = threading.Event()

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        self.begun.set()
        pause = threading.Event()
        while not cancelled():
            pause.wait(0.001)
        self.given_up.set()
        return ()


class SlowAnalyse(StubAnalyse):
    def __call__(self, source: Any, **options: Any) -> StubAnalysis:
        return SlowAnalysis(super().__call__(source, **options).source)


async def slow() -> tuple[Session, str, int]:
    SlowAnalysis.begun.clear()
    SlowAnalysis.given_up.clear()
    session, uri = await opened("BAD", analyse=SlowAnalyse())
    asked = session.ask("textDocument/codeAction", params(uri))
    await asyncio.to_thread(SlowAnalysis.begun.wait, 20)
    return session, uri, asked


async def test_an_edit_ends_the_search() -> None:
    session, uri, asked = await slow()
    session.edit(uri, 2, change("x", (0, 0)))
    assert (await session.answer(asked))["error"]["code"] == -32801
    assert SlowAnalysis.given_up.is_set()
    assert (await session.published(2))["diagnostics"], "the new text is analysed"


async def test_a_cancelled_request_ends_the_search() -> None:
    session, _, asked = await slow()
    session.notify("$/cancelRequest", {"id": asked})
    assert (await session.answer(asked))["error"]["code"] == -32800
    assert await asyncio.to_thread(SlowAnalysis.given_up.wait, 20)


class BrokenAnalyse(StubAnalyse):
    def __call__(self, source: Any, **options: Any) -> StubAnalysis:
        return BrokenAnalysis(super().__call__(source, **options).source)


class BrokenAnalysis(StubAnalysis):
    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        raise RuntimeError("boom")


async def test_a_fault_costs_one_answer() -> None:
    session, uri = await opened("BAD", analyse=BrokenAnalyse())
    answer = await session.answer(session.ask("textDocument/codeAction", params(uri)))
    assert answer["error"]["code"] == -32603
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) == []


# ---------------------------------------------------------------- with the real analysis


async def test_the_edits_of_a_real_fix_mend_the_document() -> None:
    """The edits are sent back as the editor would: from the last to the first, as changes of the document."""
    text = 'let other = "\U0001f600" # déjà\r\nprint("\U0001f600{othr}").await\r\n'
    session, uri = await opened(text, analyse=languages.analyse)
    (fix,) = await actions(session, uri)
    assert fix["isPreferred"]
    (edit,) = fix["edit"]["changes"][uri]
    session.edit(uri, 2, {"range": edit["range"], "text": edit["newText"]})
    assert (await session.published(2))["diagnostics"] == []
    assert session.text(uri) == text.replace("othr", "other")
