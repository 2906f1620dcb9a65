"""When documents are analysed, and what is answered meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import threading
from types import SimpleNamespace

import pytest

from leaselens_server import analyses

from .session import PULLS, Session, at, change
from .stub import StubAnalyse

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def analyse() -> StubAnalyse:
    return StubAnalyse()


async def held(session: Session, analyse: StubAnalyse) -> None:
    """Let the next analysis begin and wait inside."""
    before = len(analyse.asked)
    analyse.open_gate.clear()
    session.edit("file:///a.dada", 2, change("x", (0, 0)))
    while len(analyse.asked) == before:
        await asyncio.sleep(0)


async def test_edits_that_arrive_together_are_analysed_once(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("")
    await session.published(1)
    session.send(
        *(
            {
                "method": "textDocument/didChange",
                "params": {
                    "textDocument": {"uri": uri, "version": version},
                    "contentChanges": [change("a", (0, 0))],
                },
            }
            for version in range(2, 1002)
        )
    )
    await session.published(1001)
    assert [text for text, _ in analyse.asked] == ["", "a" * 1000]


async def test_a_result_that_came_too_late_is_not_published(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("BAD")
    await session.published(1)
    await held(session, analyse)
    session.edit(uri, 3, change("y", (0, 0)))
    session.edit(uri, 4, change("z", (0, 0)))
    analyse.open_gate.set()
    await session.published(4)
    versions = [m["params"]["version"] for m in session.sent if m.get("method") == "textDocument/publishDiagnostics"]
    assert versions == [1, 4]
    assert [text for text, _ in analyse.asked] == ["BAD", "xBAD", "zyxBAD"]


async def test_the_document_touched_last_comes_first(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("")
    await session.published(1)
    await held(session, analyse)
    session.open("one", "file:///one.dada", 11)
    session.open("two", "file:///two.dada", 12)
    analyse.open_gate.set()
    await session.published(11)
    assert [text for text, _ in analyse.asked] == ["", "x", "two", "one"]
    assert uri


async def test_a_fault_in_an_analysis_costs_that_analysis(
    caplog: pytest.LogCaptureFixture, analyse: StubAnalyse
) -> None:
    session = Session(analyse)
    await session.initialize(PULLS)
    uri = session.open("BAD")
    first = await session.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    session.edit(uri, 2, change("BOOM ", (0, 0)))
    second = await session.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert second["items"] == first["items"], "what was known before"
    session.edit(uri, 3, change("BOOM ", (0, 0)))
    await session.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    session.edit(uri, 4, change("", (0, 0), (0, 10)))
    third = await session.result("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert third["items"] == first["items"]
    reasons = [record for record in caplog.records if "an analysis failed: RuntimeError" in record.message]
    assert len(reasons) == 1, "the same fault is told once"


async def test_highlights_meanwhile_come_from_the_last_facts(analyse: StubAnalyse) -> None:
    """While an analysis is under way, what lies on lines that were not touched is answered, at its new place."""
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\nword word\nthree\n")
    await session.published(1)
    await held(session, analyse)
    session.edit(uri, 3, change("new\nlines\n", (0, 0)))
    found = await session.result("textDocument/documentHighlight", at(uri, 3, 1))
    assert [(item["range"]["start"], item["kind"]) for item in found] == [
        ({"line": 3, "character": 0}, 3),
        ({"line": 3, "character": 5}, 2),
    ]
    analyse.open_gate.set()


async def test_highlights_on_a_touched_line_wait_for_fresh_facts(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\n")
    await session.published(1)
    await held(session, analyse)
    asked = session.ask("textDocument/documentHighlight", at(uri, 0, 1))
    await asyncio.sleep(0)
    assert asked not in [message.get("id") for message in session.sent]
    analyse.open_gate.set()
    found = (await session.answer(asked))["result"]
    assert [item["range"]["end"]["character"] for item in found] == [4], "the word is xone now"


async def test_a_waiting_request_can_be_cancelled(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\n")
    await session.published(1)
    await held(session, analyse)
    asked = session.ask("textDocument/documentHighlight", at(uri, 0, 1))
    session.notify("$/cancelRequest", {"id": asked})
    assert (await session.answer(asked))["error"]["code"] == -32800
    analyse.open_gate.set()


async def test_a_request_means_the_document_as_it_was_when_it_was_sent(analyse: StubAnalyse) -> None:
    """Even if the next message of the same batch changes it."""
    session = Session(analyse)
    await session.initialize()
    uri = session.open("word\n")
    await session.published(1)
    asked = session.ask("textDocument/documentHighlight", at(uri, 0, 1))
    session.edit(uri, 2, change("line\n", (0, 0)))
    found = (await session.answer(asked))["result"]
    assert [item["range"]["start"]["line"] for item in found] == [0]


async def test_closing_lets_waiting_requests_go(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\n")
    await session.published(1)
    await held(session, analyse)
    asked = session.ask("textDocument/documentHighlight", at(uri, 0, 1))
    await asyncio.sleep(0)
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert (await session.answer(asked))["result"] is None
    analyse.open_gate.set()


async def test_reopening_forgets_what_was_known(analyse: StubAnalyse) -> None:
    session = Session(analyse)
    await session.initialize()
    uri = session.open("one\n")
    await session.published(1)
    await held(session, analyse)
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    session.open("two BAD\n", version=7)
    analyse.open_gate.set()
    assert len((await session.published(7))["diagnostics"]) == 1


async def test_a_newer_version_cancels_the_analysis_under_way() -> None:
    """Where the analysis can be cancelled: it takes ``cancelled`` and asks it between its steps."""
    began, seen = threading.Event(), []
    stub = StubAnalyse()

    def analyse(source, *, language=None, dialect=None, previous=None, cancelled=lambda: False):  # type: ignore[no-untyped-def]
        began.set()
        while source.text == "slow" and not cancelled():
            pass
        seen.append((source.text, cancelled()))
        return stub(source, language=language, dialect=dialect, previous=previous)

    session = Session(analyse)
    await session.initialize()
    uri = session.open("slow")
    await asyncio.to_thread(began.wait)
    session.edit(uri, 2, {"text": "quick"})
    await session.published(2)
    assert seen == [("slow", True), ("quick", False)]


@pytest.mark.parametrize(
    ("seconds", "pause"), [(0.0, 0.0), (0.019, 0.0), (0.020, 0.020), (0.1, 0.1), (0.15, 0.15), (20.0, 0.15)]
)
async def test_how_long_an_analysis_is_waited_with(seconds: float, pause: float) -> None:
    assert analyses.pause_after(seconds) == pause


async def test_a_slow_document_waits_for_a_pause_and_takes_what_is_typed_meanwhile(
    analyse: StubAnalyse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(0, 10)
    monkeypatch.setattr(analyses, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    loop = asyncio.get_running_loop()
    session = Session(analyse)
    await session.initialize()
    uri = session.open("")
    await session.published(1)
    began = loop.time()
    session.edit(uri, 2, change("a", (0, 0)))
    await asyncio.sleep(0)
    session.edit(uri, 3, change("b", (0, 0)))
    await session.published(3)
    assert loop.time() - began >= analyses.LONGEST_PAUSE
    assert [text for text, _ in analyse.asked] == ["", "ba"], "the pause is not begun anew by each key"


async def test_one_document_is_analysed_at_a_time() -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def analyse(source, **_):  # type: ignore[no-untyped-def]
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        threading.Event().wait(0.001)
        with lock:
            under_way -= 1
        return StubAnalyse()(source)

    session = Session(analyse)
    await session.initialize()
    for number in range(1, 20):
        session.open("BAD", f"file:///{number}.dada", number)
    for number in range(1, 20):
        await session.published(number)
    assert most == 1


@pytest.mark.parametrize("method", ["hover", "inlayHint"])
async def test_hover_and_hints_meanwhile_come_from_the_last_facts(analyse: StubAnalyse, method: str) -> None:
    session = Session(analyse)
    await session.initialize({"workspace": {"inlayHint": {"refreshSupport": True}}})
    uri = session.open("one\nlet word\nthree\n")
    await session.published(1)
    await held(session, analyse)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    found = await session.result(f"textDocument/{method}", at(uri, 1, 5, range=whole))
    assert "my" in str(found)
    assert not analyse.open_gate.is_set(), "nobody waited for the analysis"
    analyse.open_gate.set()


async def test_versions_may_go_backwards_and_a_document_may_be_opened_twice(analyse: StubAnalyse) -> None:
    """What counts is the order in which edits come; what is told of a text has the number that it came with."""
    session = Session(analyse)
    await session.initialize()
    uri = session.open("BAD", version=9)
    assert len((await session.published(9))["diagnostics"]) == 1
    session.edit(uri, 3, change("BAD ", (0, 0)))
    assert len((await session.published(3))["diagnostics"]) == 2
    session.open("BAD BAD BAD", version=1)
    assert len((await session.published(1))["diagnostics"]) == 3
    session.edit(uri, -7, change("x", (0, 0), (0, 3)), change("y", (0, 0), (0, 5)))
    assert len((await session.published(-7))["diagnostics"]) == 1
    assert session.text(uri) == "y BAD"
