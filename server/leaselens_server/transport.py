"""Bytes in, messages out: the framing of the protocol over stdin and stdout or one TCP connection.

pygls' own reader takes three thread hops for a message and shares its threads with everything else. Here whatever has
arrived is read at once and handed over as one batch, so that of a burst of edits only the last state need be analysed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
import threading
from collections.abc import Callable
from typing import Protocol

from leaselens_server.framing import Framer, frame, write_framed

_CHUNK = 1 << 18
_LONGEST_BATCH = 64
"""Chunks read before the batch is handed over even though more is waiting."""

Receive = Callable[[list[bytes]], None]
"""Takes the bodies of all messages that arrived together."""


class Transport(Protocol):
    """A connection to one client."""

    def write(self, body: bytes) -> None:
        """Send a message's body. After the client went away this does nothing."""

    def close(self) -> None:
        """Stop reading and writing."""


class StdioTransport:
    """The client at stdin and stdout, given as file descriptors.

    ``ended`` is called once, on the loop, when the client closed its end. ``framer`` has what was read before.
    """

    def __init__(
        self, stdin: int, stdout: int, receive: Receive, ended: Callable[[], None], framer: Framer | None = None
    ) -> None:
        self._stdin, self._stdout = stdin, stdout
        self._receive, self._ended = receive, ended
        self._framer = framer or Framer()
        self._open = True

    def start(self) -> None:
        """Begin to read, on the running loop."""
        self._loop = asyncio.get_running_loop()
        try:
            self._loop.add_reader(self._stdin, self._readable)
        except (NotImplementedError, OSError, ValueError):
            # Windows' loops can't watch a pipe and epoll can't watch a file: a thread waits for those.
            threading.Thread(target=self._read_in_thread, name="stdin", daemon=True).start()

    def write(self, body: bytes) -> None:
        if not self._open:
            return
        try:
            write_framed(self._stdout, body)
        except OSError:
            self._end()

    def close(self) -> None:
        if self._open:
            self._open = False
            with contextlib.suppress(NotImplementedError, OSError, ValueError):
                self._loop.remove_reader(self._stdin)

    def _readable(self) -> None:
        bodies: list[bytes] = []
        ended = False
        for _ in range(_LONGEST_BATCH):
            data = self._read()
            ended = data == b""
            bodies += self._framer.feed(data or b"")
            if not data or not select.select([self._stdin], [], [], 0)[0]:
                break
        if bodies:
            self._receive(bodies)
        if ended:
            self._end()

    def _read(self) -> bytes | None:
        try:
            return os.read(self._stdin, _CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _read_in_thread(self) -> None:
        data: bytes | None = b" "
        # The loop may have been closed while this thread was reading.
        with contextlib.suppress(RuntimeError):
            while data != b"":
                data = self._read()
                self._loop.call_soon_threadsafe(self._arrived, data or b"")
            self._loop.call_soon_threadsafe(self._end)

    def _arrived(self, data: bytes) -> None:
        if self._open and (bodies := self._framer.feed(data)):
            self._receive(bodies)

    def _end(self) -> None:
        if self._open:
            self.close()
            self._ended()


class TcpTransport(asyncio.Protocol):
    """The one client that connects to a port."""

    def __init__(self, receive: Receive, ended: Callable[[], None]) -> None:
        self._receive, self._ended = receive, ended
        self._framer = Framer()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if bodies := self._framer.feed(data):
            self._receive(bodies)

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended()

    def write(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(frame(body))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Refused(asyncio.Protocol):
    """A second client, which came before the door was closed."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
