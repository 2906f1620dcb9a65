"""A client that measures: one server in a process of its own, spoken to over its pipes."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from leaselens_server.framing import Framer, frame

Json = dict[str, Any]

CAPABILITIES: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        "hover": {"contentFormat": ["markdown"]},
        "synchronization": {"didSave": True},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
    "window": {"workDoneProgress": True},
}


class GaveUp(Exception):
    """A server ended, or did not answer in time."""


class Client:
    """One server. Use it as a context manager: the process is killed at the end."""

    def __init__(self, command: list[str], folder: Path, patience: float = 60.0) -> None:
        self._folder, self._patience = folder, patience
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, bufsize=0
        )
        assert self._process.stdin
        assert self._process.stdout
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._framer = Framer()
        self._waiting = bytearray()
        """What is still to be written."""
        self._count = 0
        self.publishes: list[tuple[float, int | None]] = []
        """When diagnostics came, and of which version they are."""
        self._answers: dict[int, tuple[float, Json]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._stdin.close()
        self._stdout.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Json) -> float:
        """Send a message; the time right before.

        What is answered while another message is being written goes behind it.
        """
        is_writing = bool(self._waiting)
        self._waiting += frame(json.dumps({"jsonrpc": "2.0", **message}).encode())
        began = time.perf_counter()
        try:
            while self._waiting and not is_writing:
                # A server that writes while we write must be read, or both wait for ever.
                readable, writable, _ = select.select([self._stdout], [self._stdin], [], self._patience)
                if readable:
                    self._read()
                if writable:
                    del self._waiting[: os.write(self._stdin.fileno(), self._waiting[: select.PIPE_BUF])]
        except OSError as gone:
            raise GaveUp(str(gone)) from gone
        return began

    def notify(self, method: str, params: Any) -> float:
        return self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> float:
        """Send a request and wait for its answer; the seconds that it took."""
        self._count += 1
        number = self._count
        began = self.send({"id": number, "method": method, "params": params})
        self.wait(lambda: number in self._answers)
        when, _ = self._answers.pop(number)
        return when - began

    def initialize(self) -> float:
        """The seconds from the start of the process to its answer."""
        root = self._folder.as_uri()
        folders = [{"uri": root, "name": "bench"}]
        params = {"processId": os.getpid(), "rootUri": root, "capabilities": CAPABILITIES, "workspaceFolders": folders}
        self.ask("initialize", params)
        answered = time.perf_counter()
        self.notify("initialized", {})
        return answered - self.started

    def published(self, version: int, since: int) -> float:
        """Wait for the diagnostics of a version, of all publishes from number ``since`` on; when they came."""
        found: list[float] = []

        def is_there() -> bool:
            new = self.publishes[since:]
            found[:] = [when for when, published in new if published is None or published >= version]
            return bool(found)

        self.wait(is_there)
        return found[0]

    def wait(self, is_there: Callable[[], bool]) -> None:
        """Read until something is there."""
        deadline = time.perf_counter() + self._patience
        while not is_there():
            if not select.select([self._stdout], [], [], max(0.0, deadline - time.perf_counter()))[0]:
                raise GaveUp(f"no answer within {self._patience:.0f} s")
            self._read()

    def rest(self, seconds: float) -> None:
        """Read whatever comes until nothing has come for some time."""
        while select.select([self._stdout], [], [], seconds)[0]:
            self._read()

    def _read(self) -> None:
        data = os.read(self._stdout.fileno(), 1 << 20)
        when = time.perf_counter()
        if not data:
            raise GaveUp("the server ended")
        for body in self._framer.feed(data):
            self._take(json.loads(body), when)

    def _take(self, message: Json, when: float) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.publishes.append((when, message["params"].get("version")))
        elif "method" in message and "id" in message:
            items = (message.get("params") or {}).get("items", [])
            result = [None] * len(items) if message["method"] == "workspace/configuration" else None
            self.send({"id": message["id"], "result": result})
        elif "id" in message:
            self._answers[message["id"]] = when, message
