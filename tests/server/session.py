"""A session with the server in this process: messages go in and come out as plain JSON, without a pipe between."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

from harness.greetings import RECORDED as RECORDED
from leaselens.model.analysis import Analysis
from leaselens_server.server import Server

from .stub import StubAnalyse

Json = dict[str, Any]

ACTIONS: Json = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}}
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


class Session:
    """One session. It must be made on a running loop."""

    def __init__(self, analyse: Callable[..., Analysis] | None = None) -> None:
        self.analyse = StubAnalyse()
        """The analysis, unless another one was given."""
        self.server = Server(analyse or self.analyse)
        self.server.connect(self)
        self.sent: list[Json] = []
        self._ids = itertools.count(1)
        self._news = asyncio.Event()

    def write(self, body: bytes) -> None:
        self.sent.append(json.loads(body))
        self._news.set()

    def close(self) -> None: ...

    def send(self, *messages: Json) -> None:
        """Send messages that arrive together."""
        self.server.take([json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages])

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request; its id."""
        msg_id = next(self._ids)
        self.send({"id": msg_id, "method": method, "params": params})
        return msg_id

    async def until(self, condition: Callable[[Json], bool]) -> Json:
        """The first message from the server that meets the condition, now or later."""

        async def wait() -> Json:
            seen = 0
            while True:
                for message in self.sent[seen:]:
                    seen += 1
                    if condition(message):
                        return message
                self._news.clear()
                await self._news.wait()

        return await asyncio.wait_for(wait(), 20)

    async def answer(self, msg_id: int) -> Json:
        return await self.until(lambda message: message.get("id") == msg_id and "method" not in message)

    async def result(self, method: str, params: Any = None) -> Any:
        """Send a request; its result."""
        return (await self.answer(self.ask(method, params)))["result"]

    async def initialize(self, capabilities: Json | None = None, **params: Any) -> Json:
        result = await self.result(
            "initialize", {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        )
        self.notify("initialized", {})
        assert isinstance(result, dict)
        return result

    def open(self, text: str, uri: str = "file:///a.dada", version: int = 1, language: str = "dada") -> str:
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def edit(self, uri: str, version: int, *changes: Json) -> None:
        self.notify("textDocument/didChange", edit_params(uri, version, *changes))

    async def published(self, version: int | None) -> Json:
        """The diagnostics that were published for a version."""
        found = await self.until(
            lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"].get("version") == version
        )
        params: Json = found["params"]
        return params

    def methods(self) -> list[str]:
        """The methods of what the server sent on its own account."""
        return [message["method"] for message in self.sent if "method" in message]

    def text(self, uri: str) -> str:
        document = self.server.documents.get(uri)
        assert document is not None
        return document.snapshot().source.text


def edit_params(uri: str, version: int, *changes: Json) -> Json:
    return {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}


def change(text: str, start: tuple[int, int], end: tuple[int, int] | None = None) -> Json:
    """An incremental change; places are (line, code units)."""
    line, units = end or start
    edge = {"line": line, "character": units}
    return {"range": {"start": {"line": start[0], "character": start[1]}, "end": edge}, "text": text}


def at(uri: str, line: int, character: int, **more: Any) -> Json:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}
