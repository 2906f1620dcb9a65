"""What goes wrong inside, or can't be followed: it costs one answer, is told once, and the rest works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leaselens.diagnostics import Diagnostic
from leaselens_server.faults import Faults

from .session import PULLS, Json, Session, at, change
from .stub import StubAnalyse, StubAnalysis

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOWS_DOCUMENTS: Json = {"window": {"showDocument": {"support": True}}}
SHOWS_LOG: Json = {"experimental": {"leaselensShowLog": True}}


async def fail(session: Session, version: int = 1) -> None:
    """Have an analysis fail, which the client notices by an empty answer."""
    uri = session.open("BOOM", version=version)
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) is None


def messages(session: Session) -> list[str]:
    return [method for method in session.methods() if method.startswith("window/showMessage")]


async def test_the_user_is_told_of_the_first_fault_only() -> None:
    session = Session()
    await session.initialize()
    for version in range(1, 5):
        await fail(session, version)
    assert messages(session) == ["window/showMessage"]


@pytest.mark.parametrize(
    ("capabilities", "log_file", "opens"),
    [
        (SHOWS_LOG, None, "leaselens/showLog"),
        (SHOWS_DOCUMENTS, Path("/tmp/leaselens.log"), "window/showDocument"),
        ({**SHOWS_DOCUMENTS, **SHOWS_LOG}, Path("/tmp/leaselens.log"), "window/showDocument"),
    ],
)
async def test_a_client_that_can_opens_the_log(capabilities: Json, log_file: Path | None, opens: str) -> None:
    session = Session()
    session.server.log_file = log_file
    await session.initialize(capabilities)
    await fail(session)
    asked = await session.until(lambda m: m.get("method") == "window/showMessageRequest")
    session.send({"id": asked["id"], "result": asked["params"]["actions"][0]})
    opened = await session.until(lambda m: m.get("method") == opens)
    assert log_file is None or opened["params"]["uri"] == log_file.as_uri()


@pytest.mark.parametrize("answer", [{"result": None}, {"error": {"code": 1, "message": "no"}}, {"result": 7}])
async def test_a_user_who_does_not_want_the_log_is_left_alone(answer: Json) -> None:
    session = Session()
    await session.initialize(SHOWS_LOG)
    await fail(session)
    asked = await session.until(lambda m: m.get("method") == "window/showMessageRequest")
    session.send({"id": asked["id"], **answer})
    await fail(session, 2)
    assert "leaselens/showLog" not in session.methods()


class Raises(StubAnalysis):
    """Can do everything but hover."""

    def place_at(self, offset: int) -> Any:
        raise ZeroDivisionError("secret")


async def test_a_feature_that_raises_costs_its_answer_alone(caplog: pytest.LogCaptureFixture) -> None:
    session = Session(lambda source, **_: Raises(source))
    await session.initialize()
    uri = session.open("let word = BAD\n")
    for _ in range(3):
        error = (await session.answer(session.ask("textDocument/hover", at(uri, 0, 5))))["error"]
        assert (error["code"], "secret" in error["message"]) == (-32603, False)
    symbols = await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [symbol["name"] for symbol in symbols] == ["word"]
    told = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert [text.partition("\n")[0] for text in told] == ["textDocument/hover failed: ZeroDivisionError"]


class Unspeakable(StubAnalysis):
    """What it found can't be told."""

    @property
    def diagnostics(self) -> list[Diagnostic]:
        raise ZeroDivisionError


async def test_an_analysis_that_cannot_be_told_of_keeps_nothing_from_its_turn() -> None:
    session = Session(lambda source, **_: (Unspeakable if "ODD" in source.text else StubAnalysis)(source))
    await session.initialize()
    odd, fine = session.open("ODD", "file:///odd.dada"), session.open("let word", "file:///fine.dada", 7)
    await session.published(7)
    for uri in (odd, fine):
        assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) is not None
    assert session.server.faults.are_ours


class Gorges(StubAnalysis):
    """Needs more memory than there is."""

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [] if "HUGE" not in self.source.text else [None] * (1 << 60)  # type: ignore[list-item]


async def test_an_analysis_that_runs_out_of_memory_ends_alone() -> None:
    def analyse(source: Any, **_: Any) -> StubAnalysis:
        analysis = Gorges(source)
        assert analysis.diagnostics == []
        return analysis

    session = Session(analyse)
    await session.initialize(PULLS)
    fine = session.open("let word", "file:///fine.dada")
    huge = session.open("HUGE", "file:///huge.dada")
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": huge}}) is None
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": fine}})
    session.edit(huge, 2, {"text": "let small"})
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": huge}})


MALFORMED: list[Any] = [
    {},
    {"contentChanges": None},
    {"contentChanges": [change("x", (0, 0)), 1]},
    {"contentChanges": [None]},
    {"contentChanges": [{}]},
    {"contentChanges": [{"range": 1, "text": "x"}]},
    {"contentChanges": [{"range": {}, "text": "x"}]},
    {"contentChanges": [{"range": {"start": {"line": 0}, "end": {"line": 0}}, "text": "x"}]},
    {"contentChanges": [{**change("x", (0, 0)), "text": 7}]},
]


@pytest.mark.parametrize("params", MALFORMED)
async def test_a_document_whose_edit_is_malformed_is_let_go_and_that_is_said(params: Json) -> None:
    """To go on would be to tell of another text than the editor has, and nobody would know."""
    session = Session()
    await session.initialize()
    uri = session.open("let word = BAD\n")
    assert len((await session.published(1))["diagnostics"]) == 1
    session.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, **params})
    assert (await session.published(None))["diagnostics"] == []
    assert messages(session) == ["window/showMessage"]
    assert await session.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) is None
    session.edit(uri, 3, change("y", (0, 0)))
    session.open("let again = BAD\n", version=4)
    assert len((await session.published(4))["diagnostics"]) == 1
    assert messages(session) == ["window/showMessage"], "what follows is no news"


async def test_a_log_stays_short_whatever_fails(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    for number in range(200):
        faults.complain(f"{number}" * 1000)
        for _ in range(3):
            faults.report(f"feature {number}", raised(30, type(f"Fault{number}", (Exception,), {})))
    faults.summary()
    assert sum(len(record.getMessage()) for record in caplog.records) < 10_000


def raised(depth: int, kind: type[Exception]) -> Exception:
    """An exception that was raised far below."""

    def fall(further: int) -> None:
        if further == 0:
            raise kind("secret")
        fall(further - 1)

    try:
        fall(depth)
    except kind as fault:
        return fault
    raise AssertionError


async def test_nothing_of_a_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Above level DEBUG: not of a program, not of what is typed, whatever is wrong with it or with us."""
    caplog.set_level("INFO", "leaselens")
    session = Session(lambda source, **_: Raises(source) if "ODD" in source.text else StubAnalyse()(source))
    await session.initialize()
    for text in ("let geheim = BOOM", "let geheim = ODD", "let geheim"):
        uri = session.open(text)
        await session.answer(session.ask("textDocument/hover", at(uri, 0, 5)))
        await session.answer(session.ask("textDocument/rename", at(uri, 0, 5, newName="geheim")))
        session.edit(uri, 2, change("geheim", (0, 0)), {"text": ["geheim"]})
    session.send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"geheim": "geheim"}}})
    assert caplog.records
    assert "geheim" not in caplog.text
