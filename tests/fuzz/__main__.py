"""``scripts/fuzz``: feeds the analysis with texts, or the server with messages, that atheris makes up.

Atheris watches which branches are taken and keeps what takes new ones, in ``.cache/fuzz/corpus``. It stops at the first
exception, and writes down what led to it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

from harness.wellformed import TEXTS, news_of, params_of

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / ".cache" / "fuzz" / "corpus"
LAST = "file:///last.dada"
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}

with atheris.instrument_imports(include=["leaselens", "leaselens_server"]):
    from dada.everything import answer_everything

    from leaselens.dada.dialects import DIALECTS
    from leaselens.languages import analyse
    from leaselens.text import Source
    from leaselens_server.server import Server


def analysis(data: bytes) -> None:
    """The first byte chooses a dialect, or that it is detected; the rest is the text."""
    names = [None, *DIALECTS]
    dialect = names[data[0] % len(names)] if data else None
    source = Source("fuzz.dada", data[1:].decode("utf-8", "surrogateescape"))
    answer_everything(analyse(source, dialect=dialect))


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
    server, memory = Server(analyse), Memory()
    server.connect(memory)
    server.take([_request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": PULLS})])
    server.take([_news("textDocument/didOpen", _opened(uri, text)) for uri, text in {**TEXTS, LAST: ""}.items()])
    server.take(bodies)
    server.take([_request("last", "textDocument/documentSymbol", {"textDocument": {"uri": LAST}})])
    await asyncio.wait_for(_answered(server, memory), 60)
    server.close()
    assert not server.faults.are_ours, server.faults.counts


async def _answered(server: Server, memory: Memory) -> None:
    """Wait for the last answer: what was asked before has been analysed by then. Who said goodbye gets none."""
    while not server.ended.done() and not any(b'"id":"last"' in body for body in memory.sent):
        await asyncio.sleep(0.001)


def _opened(uri: str, text: str) -> object:
    return {"textDocument": {"uri": uri, "languageId": uri.rpartition(".")[2], "version": 1, "text": text}}


def _request(number: int | str, method: str, params: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def _news(method: str, params: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode()


def _seeds(name: str) -> Iterator[tuple[str, bytes]]:
    """What the fuzzer begins with: the examples; a request of each kind, after an edit."""
    if name == "analysis":
        for path in (ROOT / "examples").rglob("*.dada"):
            yield path.name, b"\0" + path.read_bytes()
        return
    for uri in TEXTS:
        requests = [_request(7, method, params) for method, params in params_of(uri).items()]
        news = [_news(method, params) for method, params in news_of(uri).items()]
        for number, message in enumerate([*requests, *news]):
            edit = _news("textDocument/didChange", news_of(uri)["textDocument/didChange"])
            yield f"{uri[-4:]}-{number}", b"\n".join([edit, message])


TARGETS: dict[str, Callable[[bytes], None]] = {"analysis": analysis, "messages": messages}


def main(arguments: list[str]) -> None:
    """``analysis|messages [SECONDS]``."""
    name, seconds = arguments[0], arguments[1] if len(arguments) > 1 else "60"
    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed, data in _seeds(name):
        (corpus / seed).write_bytes(data)
    found = f"-artifact_prefix={CORPUS.parent}/"
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", "-max_len=4096", found], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
