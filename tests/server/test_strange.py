"""Every member of every message, replaced by what it can't be: the answer is the protocol's, and the next one works."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.wellformed import DADA, TEXTS, news_of, params_of
from leaselens.languages import analyse

from .session import Json, Session
from .strange import Path, fits, mutants

pytestmark = pytest.mark.asyncio(loop_scope="module")

INVALID = -32602
REFUSALS = {"textDocument/rename": -32803, "textDocument/prepareRename": -32803, "workspace/executeCommand": INVALID}
"""What requests with nothing wrong in their form may be refused with: what they ask for can't be had."""
UNHEARD: set[tuple[str, Path]] = {
    ("textDocument/codeAction", ("context", "only", 0)),
    ("inlayHint/resolve", ("label",)),
    ("completionItem/resolve", ("kind",)),
}
"""Members that may be of several types; the protocol's library lets a wrong one pass, and we make no use of it."""
CAPABILITIES: Json = {
    "textDocument": {
        "diagnostic": {},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
    },
    "workspace": {"diagnostics": {"refreshSupport": True}},
    "window": {"showDocument": {"support": True}},
}
METHODS = sorted(params_of(DADA))
OF_THE_PROTOCOL = [method for method in METHODS if not method.startswith("leaselens/")]


async def opened() -> Session:
    session = Session(analyse)
    await session.initialize(CAPABILITIES)
    for uri, text in TEXTS.items():
        session.open(text, uri, language=uri.rpartition(".")[2])
    return session


async def code(session: Session, method: str, params: Any) -> int | None:
    """The code of the error that a request is answered with, if it is."""
    answer = await session.answer(session.ask(method, params))
    return answer["error"]["code"] if "error" in answer else None


async def is_well(session: Session) -> bool:
    found = await session.result("textDocument/documentSymbol", {"textDocument": {"uri": DADA}})
    return found[0]["name"] == "Cup" and not session.server.faults.are_ours


async def test_every_request_is_known_here() -> None:
    session = await opened()
    assert session.server.protocol.requests - {"initialize", "shutdown"} == set(METHODS)
    news = set(session.server.protocol.fm.features) - session.server.protocol.requests
    assert news | {"$/setTrace", "$/cancelRequest"} == set(news_of(DADA))


@pytest.mark.parametrize("uri", TEXTS)
@pytest.mark.parametrize("method", OF_THE_PROTOCOL)
async def test_a_request_is_refused_if_the_protocol_does_not_allow_it(method: str, uri: str) -> None:
    session = await opened()
    good = params_of(uri)[method]
    assert fits(method, good)
    assert await code(session, method, good) in (None, REFUSALS.get(method))
    for path, params in mutants(good):
        if (method, path) not in UNHEARD:
            allowed = (None, REFUSALS.get(method)) if fits(method, params) else (INVALID,)
            assert await code(session, method, params) in allowed, params
    assert await is_well(session)


OWN: dict[str, set[str]] = {
    "leaselens/diagram": {"textDocument", "uri", "position", "line", "character"},
    "leaselens/life": {"textDocument", "uri"},
}
"""The members that must be there."""


@pytest.mark.parametrize("uri", TEXTS)
@pytest.mark.parametrize("method", OWN)
async def test_a_request_of_our_own_is_refused_if_a_member_is_missing_or_none(method: str, uri: str) -> None:
    session = await opened()
    good = params_of(uri)[method]
    assert await code(session, method, good) is None
    for path, params in mutants(good):
        found = await code(session, method, params)
        assert found in (None, INVALID), params
        if path and path[-1] in OWN[method] and params is not good and _is_missing(params, path):
            assert found == INVALID, params
    assert await is_well(session)


def _is_missing(params: Any, path: Path) -> bool:
    for step in path:
        params = params.get(step)
    return params is None


@pytest.mark.parametrize("method", sorted(news_of(DADA)))
async def test_news_that_nobody_can_understand_change_nothing(method: str) -> None:
    """But for an edit: then the document is let go, and the user is told."""
    session = await opened()
    for uri in TEXTS:
        for path, params in mutants(news_of(uri)[method]):
            session.notify(method, params)
            assert not session.server.faults.are_ours, (path, params)
    shown = [found for found in session.methods() if found.startswith("window/showMessage")]
    assert not shown or method == "textDocument/didChange"
    session.open(TEXTS[DADA], version=9)
    assert await is_well(session)


@pytest.mark.parametrize("method", METHODS)
async def test_what_is_asked_of_an_unknown_document_is_answered(method: str) -> None:
    session = await opened()
    answer = await session.answer(session.ask(method, params_of("file:///unknown.dada")[method]))
    of_one = (method.startswith("textDocument/") or method == "leaselens/life") and "error" not in answer
    if of_one and method != "textDocument/diagnostic":
        assert answer["result"] in (None, [], {"data": []}), answer
    assert await is_well(session)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", [(2**31 - 1, 0), (0, 2**31 - 1), (2**31 - 1, 2**31 - 1), (6, 0), (1, 17)])
async def test_a_place_outside_of_the_text_is_its_nearest_edge(method: str, place: tuple[int, int]) -> None:
    session = await opened()
    for uri in TEXTS:
        assert await code(session, method, _moved(params_of(uri)[method], place)) in (None, REFUSALS.get(method))
    assert await is_well(session)


def _moved(value: Any, place: tuple[int, int]) -> Any:
    """Params whose every position is another one."""
    if isinstance(value, dict) and "line" in value:
        return {"line": place[0], "character": place[1]}
    if isinstance(value, dict):
        return {name: _moved(part, place) for name, part in value.items()}
    return [_moved(part, place) for part in value] if isinstance(value, list) else value


async def test_an_introduction_is_understood_as_far_as_it_can_be() -> None:
    params: Json = {
        "processId": 1,
        "clientInfo": {"name": "it", "version": "1"},
        "locale": "en",
        "rootUri": "file:///nowhere",
        "initializationOptions": {"hints": {"pictures": "all"}},
        "capabilities": CAPABILITIES,
        "trace": "off",
        "workspaceFolders": [{"uri": "file:///nowhere", "name": "it"}],
    }
    for _, changed in mutants(params):
        session = Session(analyse)
        answer = await session.answer(session.ask("initialize", changed))
        if "error" in answer:
            assert answer["error"]["code"] == INVALID, changed
            assert not isinstance(changed, dict) or not isinstance(changed.get("capabilities"), dict), changed
            await session.initialize(CAPABILITIES)
        session.open(TEXTS[DADA])
        assert await is_well(session), changed
        session.server.close()


async def test_no_answer_tells_where_we_are_installed() -> None:
    session = await opened()
    for method in METHODS:
        for _, params in mutants(params_of(DADA)[method]):
            await code(session, method, params)
    told = json.dumps([message for message in session.sent if "error" in message])
    assert "site-packages" not in told
    assert "Traceback" not in told
    assert "leaselens_server" not in told
