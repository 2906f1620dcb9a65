"""What is in a file: its text, or the diagnostic that says why there is none."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass

from leaselens.diagnostics import Diagnostic, Severity
from leaselens.text import Source, Span

STDIN = "-"
"""The path that means standard input."""
LARGEST = 16_000_000
"""Bytes: what is larger was not typed by anybody."""
_BOM = "\ufeff"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Text:
    """A file's text, or as much as could be read of it; ``problem`` says why it can't be analysed."""

    source: Source
    problem: Diagnostic | None = None


def read(path: str, name: str) -> Text:
    """What is in a file (``-``: in standard input), under the ``name`` that it is printed with.

    Only ordinary files are read, and of these none that is too large: a pipe or a device could keep us waiting for
    ever, and a file with a hole in it take all memory.
    """
    try:
        if path == STDIN:
            return decode(sys.stdin.buffer.read(), name)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return unreadable(name, "it is not an ordinary file")
            if status.st_size > LARGEST:
                return unreadable(name, f"it is larger than {LARGEST // 1_000_000} MB")
            return decode(file.read(), name)
    except (OSError, ValueError, AttributeError) as error:  # the last two: standard input is closed, or was never there
        return unreadable(name, reason(error))


def decode(data: bytes, name: str) -> Text:
    """The text of a file's bytes. A byte order mark is not part of the text."""
    try:
        return Text(Source(name, data.decode("utf-8").removeprefix(_BOM)))
    except UnicodeDecodeError as error:
        return _undecodable(data, name, error)


def byte_order_mark(data: bytes) -> bytes:
    """The byte order mark with which a file's bytes begin, if they do."""
    mark = _BOM.encode()
    return mark if data.startswith(mark) else b""


def unreadable(name: str, why: str) -> Text:
    """The diagnostic about a file that can't be read."""
    problem = Diagnostic(
        code="LEASELENS-F1",
        rule="unreadable-file",
        severity=Severity.ERROR,
        message=f"this file can't be read: {why}",
        span=Span(0, 0),
    )
    return Text(Source(name, ""), problem)


def _undecodable(data: bytes, name: str, error: UnicodeDecodeError) -> Text:
    before = data[: error.start].decode("utf-8").removeprefix(_BOM)
    text = before + data[error.start :].decode("utf-8", errors="replace")
    utf16 = data.startswith(_UTF16)
    problem = Diagnostic(
        code="LEASELENS-F2",
        rule="not-utf-8",
        severity=Severity.ERROR,
        message="this file is not UTF-8",
        span=Span(len(before), len(before) + 1),
        label=f"the byte 0x{data[error.start]:02X} can't stand here",
        help="it looks like UTF-16: save it as UTF-8" if utf16 else "save the file as UTF-8",
    )
    return Text(Source(name, text), problem)


def real(path: str) -> str:
    """Where a path leads, without any link. A link that can't be read leads to itself."""
    try:
        return os.path.realpath(path)
    except OSError:  # of a process's files in /proc, for one
        return os.path.abspath(path)  # noqa: PTH100 (resolve would raise again)


def reason(error: BaseException) -> str:
    """Why something could not be read, in words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
