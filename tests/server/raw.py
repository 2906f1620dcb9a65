"""A client that may misbehave: it sends whatever bytes it is told to, to a server in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]

SERVER = (sys.executable, "-I", "-X", "utf8", "-m", "leaselens_server")
STUBBED = (sys.executable, "-m", "server.stub")
"""The server with the analysis of ``stub.py``."""
TESTS = Path(__file__).parents[1]


class Raw:
    """A server process and what it has said so far. Use it as a context manager: it kills the process at the end."""

    def __init__(self, *command: str, cwd: Path = TESTS) -> None:
        self.process = subprocess.Popen(
            command or SERVER, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self.stdin, self._stdout, self._stderr = self.process.stdin, self.process.stdout, self.process.stderr
        self.messages: list[Json] = []
        self.stderr = b""
        self._news = threading.Condition()
        self._count = 0
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read, self._read_stderr)]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.ended()
        for stream in (self.stdin, self._stdout, self._stderr):
            # What was not flushed meets a closed pipe.
            try:
                stream.close()
            except BrokenPipeError:
                continue

    def write(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        self._count += 1
        self.send({"id": self._count, "method": method, "params": params})
        return self._count

    def until(self, condition: Callable[[Json], bool], seconds: float = 20) -> Json:
        """The first message that meets the condition, now or later."""
        found: list[Json] = []

        def is_there() -> bool:
            found[:] = [message for message in self.messages if condition(message)]
            return bool(found)

        with self._news:
            assert self._news.wait_for(is_there, seconds), f"waited in vain; stderr: {self.stderr[-2000:]!r}"
        return found[0]

    def answer(self, msg_id: int | None, seconds: float = 20) -> Json:
        return self.until(lambda m: m.get("id") == msg_id and "method" not in m and "id" in m, seconds)

    def result(self, method: str, params: Any = None) -> Any:
        return self.answer(self.ask(method, params))["result"]

    def initialize(self, capabilities: Json | None = None, **params: Any) -> Json:
        everything = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        result = self.result("initialize", everything)
        self.notify("initialized", {})
        assert isinstance(result, dict)
        return result

    def open(self, text: str, uri: str = "file:///a.dada", version: int = 1) -> str:
        item = {"uri": uri, "languageId": "dada", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def ended(self, seconds: float = 20) -> int:
        """Wait for the process to end by itself; its exit code. Afterwards ``stderr`` is complete."""
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(seconds)
        return code

    def leave(self) -> int:
        """Say goodbye as an editor does."""
        self.result("shutdown")
        self.notify("exit")
        return self.ended()

    def _read(self) -> None:
        while (message := self._read_message()) is not None:
            with self._news:
                self.messages.append(message)
                self._news.notify_all()

    def _read_message(self) -> Json | None:
        length = 0
        while (line := self._stdout.readline()).strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not line:
            return None
        message: Json = json.loads(self._stdout.read(length))
        return message

    def _read_stderr(self) -> None:
        for line in self._stderr:
            self.stderr += line
