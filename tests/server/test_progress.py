"""Work that lasts is told of, may be called off, and always ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from leaselens.text import Source
from leaselens_server import progress

from .session import Json, Session, at, change
from .stub import StubAnalysis

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOWS: Json = {"window": {"workDoneProgress": True}}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything lasts too long."""
    monkeypatch.setattr(progress, "DELAY", 0)


class Endless:
    """An analysis that ends when it is cancelled, or let go."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.cancelled = threading.Event()

    def __call__(self, source: Source, *, cancelled: Callable[[], bool] = lambda: False, **_: Any) -> StubAnalysis:
        deadline = time.monotonic() + 20
        while not self.released.wait(0.001) and time.monotonic() < deadline:
            if cancelled():
                self.cancelled.set()
                break
        return StubAnalysis(source)


async def begun(capabilities: Json | None = None) -> tuple[Session, Endless, str]:
    endless = Endless()
    session = Session(endless)
    await session.initialize(SHOWS if capabilities is None else capabilities)
    return session, endless, session.open("BAD", "file:///some%20where/a.dada")


async def created(session: Session) -> str:
    """Answer the server's request to create a token."""
    asked = await session.until(lambda m: m.get("method") == "window/workDoneProgress/create")
    session.send({"id": asked["id"], "result": None})
    token = asked["params"]["token"]
    assert isinstance(token, str)
    return token


def values(session: Session, token: str) -> list[Json]:
    told = [m["params"] for m in session.sent if m.get("method") == "$/progress"]
    return [params["value"] for params in told if params["token"] == token]


async def ended(session: Session, token: str) -> list[Json]:
    await session.until(
        lambda m: m.get("method") == "$/progress" and m["params"] == {"token": token, "value": {"kind": "end"}}
    )
    return values(session, token)


async def test_an_analysis_that_lasts_is_told_of() -> None:
    session, endless, _ = await begun()
    token = await created(session)
    await session.until(lambda m: m.get("method") == "$/progress")
    endless.released.set()
    assert await ended(session, token) == [
        {"kind": "begin", "title": "Checking a.dada", "cancellable": True},
        {"kind": "end"},
    ]
    assert (await session.published(1))["diagnostics"]


async def test_what_is_called_off_stops_and_is_begun_again_by_an_edit() -> None:
    session, endless, uri = await begun()
    token = await created(session)
    asked = session.ask("textDocument/hover", at(uri, 0, 0))
    session.notify("window/workDoneProgress/cancel", {"token": token})
    assert (await ended(session, token))[-1] == {"kind": "end"}
    assert endless.cancelled.is_set()
    assert (await session.answer(asked))["result"] is None
    assert "textDocument/publishDiagnostics" not in session.methods()
    endless.released.set()
    session.edit(uri, 2, change("BAD ", (0, 0)))
    assert len((await session.published(2))["diagnostics"]) == 2


async def test_an_edit_ends_what_was_told_of_the_text_before() -> None:
    session, endless, uri = await begun()
    first = await created(session)
    await session.until(lambda m: m.get("method") == "$/progress")
    session.edit(uri, 2, change("# ", (0, 0)))
    assert (await ended(session, first))[-1] == {"kind": "end"}
    endless.released.set()
    await session.published(2)


async def test_a_client_that_refuses_the_token_is_told_nothing() -> None:
    session, endless, _ = await begun()
    asked = await session.until(lambda m: m.get("method") == "window/workDoneProgress/create")
    session.send({"id": asked["id"], "error": {"code": -32603, "message": "no"}})
    endless.released.set()
    await session.published(1)
    assert "$/progress" not in session.methods()


async def test_a_client_that_shows_no_progress_is_not_asked() -> None:
    session, endless, _ = await begun({})
    endless.released.set()
    await session.published(1)
    assert "window/workDoneProgress/create" not in session.methods()


async def test_calling_off_what_nobody_began_is_no_harm() -> None:
    session, endless, _ = await begun()
    session.notify("window/workDoneProgress/cancel", {"token": "another"})
    session.notify("window/workDoneProgress/cancel", {"token": 7})
    endless.released.set()
    await session.published(1)


async def test_what_is_done_at_once_is_not_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 3600)
    session, endless, _ = await begun()
    endless.released.set()
    await session.published(1)
    assert "window/workDoneProgress/create" not in session.methods()
