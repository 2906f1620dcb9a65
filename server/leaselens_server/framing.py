"""The framing of the protocol: a head that tells the length, a blank line, a body.

Only the standard library's smallest parts are imported: this is needed before anything heavy is.
"""

from __future__ import annotations

import os
import re
import select

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_HEAD_END = b"\r\n\r\n"
_LONGEST_HEAD = 8192
_LONGEST_BODY = 1 << 28


class Framer:
    """Cuts a stream of bytes into the bodies of messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._awaited: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete now. A head without a length yields an empty body: its message is lost."""
        self._buffer += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytes | None:
        if self._awaited is None and not self._read_head():
            return None
        awaited = self._awaited or 0
        if len(self._buffer) < awaited:
            return None
        body = bytes(self._buffer[:awaited])
        del self._buffer[:awaited]
        self._awaited = None
        return body

    def _read_head(self) -> bool:
        end = self._buffer.find(_HEAD_END, 0, _LONGEST_HEAD)
        if end < 0:
            if len(self._buffer) < _LONGEST_HEAD:
                return False
            # This is no head. Drop it; what follows a later blank line may be understood again.
            end = _LONGEST_HEAD - len(_HEAD_END)
        length = _LENGTH.search(bytes(self._buffer[:end]).replace(b"\r\n", b"\n"))
        del self._buffer[: end + len(_HEAD_END)]
        announced = int(length[1]) if length else 0
        # A length that nobody means would swallow everything that follows.
        self._awaited = announced if announced <= _LONGEST_BODY else 0
        return True


def frame(body: bytes) -> bytes:
    """A message's body with its head."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def write_framed(descriptor: int, body: bytes) -> None:
    """Write a message to a file descriptor, all of it. ``OSError`` if nobody can read it any more."""
    data = memoryview(frame(body))
    while data:
        try:
            data = data[os.write(descriptor, data) :]
        except BlockingIOError:
            # Somebody who shares the descriptor made it non-blocking.
            select.select([], [descriptor], [])
