"""``initialize`` is answered before the server is imported, and as the server would answer it."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest

from harness.greetings import RECORDED, Json, answered
from leaselens_server.framing import frame
from leaselens_server.greeting import answer_to

from .raw import Raw


def initialize(capabilities: Any, **params: Any) -> Json:
    everything = {"processId": None, "rootUri": None, "capabilities": capabilities, **params}
    return {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": everything}


def greeted(message: Any) -> Any:
    return answer_to(json.dumps(message).encode())


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", RECORDED)
async def test_recorded_editors_are_told_what_the_server_would_tell_them(name: str) -> None:
    capabilities = RECORDED[name]["capabilities"]
    assert greeted(initialize(capabilities))["result"] == await answered(capabilities)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("encodings", [[], ["utf-8"], ["utf-7", "utf-32", "utf-8"], ["utf-7"], None])
@pytest.mark.parametrize("name", RECORDED)
async def test_so_are_editors_that_offer_less(name: str, encodings: list[str] | None) -> None:
    """Every second, third, ... ability is missing."""
    recorded = RECORDED[name]["capabilities"]
    for step in range(2, 7):
        capabilities = deepcopy(recorded)
        for group, ability in abilities(recorded)[::step]:
            del capabilities[group][ability]
        capabilities["general"] = {} if encodings is None else {"positionEncodings": encodings}
        assert greeted(initialize(capabilities))["result"] == await answered(capabilities)


def abilities(capabilities: Json) -> list[tuple[str, str]]:
    return [(group, name) for group, part in capabilities.items() if isinstance(part, dict) for name in part]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("wrong", [7, "yes", [], [{}], {"dynamicRegistration": "yes"}, {"valueSet": 3}])
@pytest.mark.parametrize("name", RECORDED)
async def test_one_wrong_ability_does_not_cost_a_client_all_of_them(name: str, wrong: Any) -> None:
    recorded = RECORDED[name]["capabilities"]
    for group, ability in abilities(recorded)[::5]:
        capabilities = {**recorded, group: {**recorded[group], ability: wrong}}
        if (group, ability) not in (("textDocument", "diagnostic"), ("general", "positionEncodings")):
            assert greeted(initialize(capabilities))["result"] == await answered(capabilities)


@pytest.mark.parametrize(
    "unusual",
    [
        {"method": "initialized"},
        {"id": None},
        {"id": True},
        {"id": [1]},
        {"jsonrpc": "1.0"},
        {"params": None},
        {"params": []},
        {"params": {}},
        {"params": {"capabilities": 7}},
        {"params": {"capabilities": {"general": {"positionEncodings": 7}}}},
        {"params": {"capabilities": {}, "initializationOptions": {"diagnostics": {"run": "onSave"}}}},
    ],
)
def test_what_is_unusual_is_left_to_the_server(unusual: Json) -> None:
    assert greeted(initialize({})) is not None
    assert greeted({**initialize({}), **unusual}) is None


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"7", b"null", b"[]"])
def test_what_is_no_message_is_left_to_the_server(body: bytes) -> None:
    assert answer_to(body) is None


HEAVY = ("asyncio", "argparse", "attrs", "inspect", "lark", "logging", "lsprotocol", "pathlib", "pygls")


def test_nothing_heavy_is_imported_before_the_answer() -> None:
    probe = "import sys, leaselens_server.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", probe], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stdout.split())
    assert not [name for name in done.stdout.split() if name.startswith("leaselens.")]


def test_messages_that_arrive_with_the_first_one_are_kept() -> None:
    """Whole ones, and a part of one."""
    shutdown = frame(b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}')
    with Raw() as raw:
        raw.write(frame(json.dumps(initialize({})).encode()) + shutdown[:-7])
        assert raw.answer(1)["result"]["serverInfo"]["name"] == "leaselens"
        raw.write(shutdown[-7:])
        assert raw.answer(2)["result"] is None
        raw.notify("exit")
        assert raw.ended() == 0
        assert raw.stderr == b"", "the server agrees with what was answered for it"
        assert [message.get("id") for message in raw.messages] == [1, 2]


def test_a_request_that_comes_first_is_refused_and_the_next_one_greeted() -> None:
    with Raw() as raw:
        hover = raw.ask("textDocument/hover", {})
        assert raw.answer(hover)["error"]["code"] == -32002
        assert raw.initialize()["serverInfo"]["name"] == "leaselens"
        assert raw.leave() == 0
