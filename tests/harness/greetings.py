"""Makes ``greetings.json``: what the server answers to ``initialize``, for every kind of client.

What kinds there are is found by trying: from everything that the recorded editors offer, one thing is taken away, and
if that changes the answer, the answer depends on it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

from leaselens.languages import analyse
from leaselens_server.greeting import variant
from leaselens_server.server import Server

Json = dict[str, Any]

CAPABILITIES = Path(__file__).parents[1] / "server" / "capabilities"
RECORDED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CAPABILITIES.glob("*.json"))}
"""The params of ``initialize`` that real editors sent."""


def greetings() -> str:
    """The text of ``greetings.json``."""
    return asyncio.run(_greetings())


async def answered(capabilities: Json) -> Json:
    """The result of ``initialize`` as the server itself makes it for a client with these capabilities."""
    sent: list[bytes] = []
    server = Server(analyse)
    server.connect(Memory(sent))
    params = {"processId": None, "rootUri": None, "capabilities": capabilities}
    server.take([json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).encode()])
    server.close()
    answer: Json = json.loads(sent[0])["result"]
    return answer


class Memory:
    """A transport to nobody."""

    def __init__(self, sent: list[bytes]) -> None:
        self.sent = sent

    def write(self, body: bytes) -> None:
        self.sent.append(body)

    def close(self) -> None: ...


async def _greetings() -> str:
    everything = reduce(_merged, (recorded["capabilities"] for recorded in RECORDED.values()))
    usual = await answered(everything)
    depends_on = await _what_matters(everything, usual, everything, ())
    results = {}
    for missing in itertools.product((False, True), repeat=len(depends_on)):
        offered = everything
        for path in itertools.compress(depends_on, missing):
            offered = _without(offered, path.split("."))
        results[variant(offered, depends_on)] = kind = await answered(offered)
        # Filled in from the request: every client has its own order of preference.
        del kind["capabilities"]["positionEncoding"]
    return json.dumps({"depends_on": depends_on, "results": results}, indent=1) + "\n"


async def _what_matters(everything: Json, usual: Json, part: Any, above: tuple[str, ...]) -> list[str]:
    """The dotted paths in ``part`` without which the answer is another one, each as deep as it can be told."""
    found = []
    for name in part if isinstance(part, dict) else ():
        path = (*above, name)
        if path != ("general",) and await answered(_without(everything, path)) != usual:
            found += await _what_matters(everything, usual, part[name], path) or [".".join(path)]
    return found


def _without(capabilities: Json, path: tuple[str, ...] | list[str]) -> Json:
    rest = deepcopy(capabilities)
    part = rest
    for name in path[:-1]:
        part = part.get(name, {})
    part.pop(path[-1], None)
    return rest


def _merged(one: Any, other: Any) -> Any:
    """What either client offers."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one or other
    return {name: _merged(one.get(name), other.get(name)) for name in {**one, **other}}
