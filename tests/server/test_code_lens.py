"""Code lenses as clients get them: off unless they are switched on, told when they are seen."""

from __future__ import annotations

from typing import Any

import pytest

from leaselens.languages import analyse

from .session import RECORDED, Json, Session

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROGRAM = "class Pair(a, b)\nlet p = Pair(1, 2)\nlet q = p.lease\np.a = 3\n"
ON: Json = {"codeLens": {"enable": True}}


async def opened(capabilities: Json | None = None, settings: Json | None = ON) -> tuple[Session, str]:
    session = Session(analyse)
    await session.initialize(capabilities, initializationOptions=settings)
    return session, session.open(PROGRAM)


async def lenses(session: Session, uri: str) -> Any:
    return await session.result("textDocument/codeLens", {"textDocument": {"uri": uri}})


@pytest.mark.parametrize("name", [*RECORDED, "an editor that can do nothing"])
async def test_a_lens_is_told_when_it_is_seen(name: str) -> None:
    session, uri = await opened(RECORDED.get(name, {"capabilities": {}})["capabilities"])
    (lens,) = await lenses(session, uri)
    assert lens["range"] == {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 5}}
    assert "command" not in lens
    resolved = await session.result("codeLens/resolve", lens)
    assert resolved["command"] == {"title": "lent 1×, ended by line 4", "command": ""}


async def test_a_client_that_can_show_places_is_led_to_them() -> None:
    session, uri = await opened({"experimental": {"leaselensShowLocations": True}})
    (lens,) = await lenses(session, uri)
    command = (await session.result("codeLens/resolve", lens))["command"]
    place = {"start": {"line": 3, "character": 6}, "end": {"line": 3, "character": 7}}
    assert command["command"] == "leaselens.showLocations"
    assert command["arguments"] == [uri, lens["range"]["start"], [{"uri": uri, "range": place}]]


async def test_lenses_are_off_unless_they_are_switched_on() -> None:
    session, uri = await opened({"workspace": {"codeLens": {"refreshSupport": True}}}, None)
    assert await lenses(session, uri) is None
    session.notify("workspace/didChangeConfiguration", {"settings": {"leaselens": ON}})
    await session.until(lambda message: message.get("method") == "workspace/codeLens/refresh")
    assert len(await lenses(session, uri)) == 1


@pytest.mark.parametrize(
    "wrong", [None, 7, {"span": [1]}, {"span": ["a", 2]}, {"span": [0, 5]}, {"revision": 77}, {"uri": "file:///other"}]
)
async def test_a_lens_of_somebody_else_is_given_back(wrong: Any) -> None:
    session, uri = await opened()
    (lens,) = await lenses(session, uri)
    data = {**lens["data"], **wrong} if isinstance(wrong, dict) else wrong
    assert "command" not in await session.result("codeLens/resolve", {**lens, "data": data})


async def test_lenses_of_a_text_that_was_typed_over_are_asked_for_again() -> None:
    session, uri = await opened()
    request = session.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    session.edit(uri, 2, {"text": "class P(a)\n"})
    assert (await session.answer(request))["error"]["code"] == -32801
