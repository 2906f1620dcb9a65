"""``scripts/fuzz``: feeds the analysis with texts, or the server with messages, that atheris makes up.

Atheris watches which branches are taken and keeps what takes new ones, in ``.cache/fuzz/corpus``. It stops at the first
exception, and writes down what led to it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".cache" / "fuzz" / "corpus"

with atheris.instrument_imports(include=["leaselens", "leaselens_server"]):
    from dada.everything import answer_everything

    from leaselens.dada import analyse
    from leaselens.dada.dialects import DIALECTS
    from leaselens.text import Source
    from leaselens_server.server import Server


def analysis(data: bytes) -> None:
    """The first byte chooses a dialect, or that it is detected; the rest is the text."""
    names = [None, *DIALECTS]
    dialect = names[data[0] % len(names)] if data else None
    answer_everything(analyse(Source("fuzz.dada", data[1:].decode("utf-8", "surrogateescape")), dialect))


class Memory:
    """A transport that remembers the answers."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, body: bytes) -> None:
        self.sent.append(body)

    def close(self) -> None: ...


def messages(data: bytes) -> None:
    """Each line is a message, after which the server must still answer a good one."""
    asyncio.run(_converse(data.split(b"\n")))


async def _converse(bodies: list[bytes]) -> None:
    server, memory = Server(lambda source, **_: analyse(source)), Memory()
    server.connect(memory)
    server.take([_request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})])
    server.take(bodies)
    await asyncio.sleep(0)
    server.take([_request("last", "fuzz/nothing", {})])
    server.close()
    answers = [json.loads(body) for body in memory.sent]
    assert [answer["id"] for answer in answers if "id" in answer][-1] == "last"
    assert not server.faults.are_ours, server.faults.counts


def _request(number: int | str, method: str, params: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


TARGETS: dict[str, Callable[[bytes], None]] = {"analysis": analysis, "messages": messages}


def main(arguments: list[str]) -> None:
    """``analysis|messages [SECONDS]``."""
    name, seconds = arguments[0], arguments[1] if len(arguments) > 1 else "60"
    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    if name == "analysis":
        for path in (ROOT / "examples").rglob("*.dada"):
            (corpus / path.name).write_bytes(b"\0" + path.read_bytes())
    found = f"-artifact_prefix={CORPUS.parent}/"
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", "-max_len=4096", found], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
