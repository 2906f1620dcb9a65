"""A program in a terminal of its own: keys go in, and what it draws is read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence

import pytest

PATIENCE = 20.0
"""Seconds until what does not come fails its test."""

_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)
"""What moves the cursor or changes a colour."""


class Terminal:
    """A running program, 120 columns wide; ``drawn`` is all that it has drawn, without blanks."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        settings = {**environment, "TERM": "xterm-256color"}
        self._program = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings, cwd=folder, start_new_session=True
        )
        os.close(theirs)
        self._raw = b""

    @property
    def drawn(self) -> str:
        return "".join(_CONTROL.sub(b"", self._raw).decode("utf-8", "replace").split())

    def keys(self, keys: str) -> None:
        """Press keys; from now on only what is drawn afterwards counts."""
        self._raw = b""
        os.write(self._ours, keys.encode())

    def until(self, text: str) -> None:
        """Wait until a text has been drawn. Blanks don't count: a program need not draw those that are there."""
        wanted = "".join(text.split())
        deadline = time.monotonic() + PATIENCE
        while wanted not in self.drawn:
            if time.monotonic() > deadline:
                pytest.fail(f"{text!r} was not drawn, but: {self.drawn}")
            self._read()

    def until_ended(self) -> None:
        """Wait until the program has ended by itself."""
        deadline = time.monotonic() + PATIENCE
        while self._program.poll() is None:
            if time.monotonic() > deadline:
                pytest.fail(f"it did not end, but: {self.drawn}")
            self._read()

    def _read(self) -> None:
        if select.select([self._ours], [], [], 0.05)[0]:
            try:
                self._raw += os.read(self._ours, 1 << 16)
            except OSError:  # nobody is at the other end any more
                return

    def close(self) -> None:
        """End the program, if it still runs."""
        if self._program.poll() is None:
            self._program.kill()
        self._program.wait()
        os.close(self._ours)
