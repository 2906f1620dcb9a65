"""``leaselens/status``: the client is told which dialect a document is read in."""

from __future__ import annotations

import pytest

from leaselens.languages import analyse

from .session import Json, Session

pytestmark = pytest.mark.asyncio(loop_scope="module")

D1 = "class P(var x)\n\nasync fn main() {\n    var p = P(x: 1)\n}\n"
D3 = "class P(x: our)\nlet p: my = P(1)\nlet q: mutable = p\n"


def statuses(session: Session) -> list[Json]:
    return [message["params"] for message in session.sent if message.get("method") == "leaselens/status"]


async def opened(experimental: Json, text: str) -> tuple[Session, str]:
    session = Session(analyse)
    await session.initialize({"experimental": experimental})
    uri = session.open(text)
    await session.published(1)
    return session, uri


async def test_the_dialect_is_told_once_and_again_when_it_changes() -> None:
    session, uri = await opened({"leaselensStatus": True}, D1)
    session.edit(uri, 2, {"text": D1 + "# nothing new\n"})
    await session.published(2)
    session.edit(uri, 3, {"text": D3})
    await session.published(3)
    assert statuses(session) == [{"uri": uri, "language": "dada", "dialect": name} for name in ("d1", "d3")]


async def test_a_document_that_is_opened_again_is_told_of_again() -> None:
    session, uri = await opened({"leaselensStatus": True}, D1)
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    session.open(D1, version=2)
    await session.published(2)
    assert [status["dialect"] for status in statuses(session)] == ["d1", "d1"]


async def test_who_did_not_ask_is_not_told() -> None:
    session, _ = await opened({}, D1)
    assert statuses(session) == []
