"""The log: on stderr, or in a file that is begun anew before it is large. Where it can't be written we do without."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

logger = logging.getLogger("leaselens")

LEVELS = ("error", "warning", "info", "debug")

LONGEST = 1_000_000
"""Bytes after which a log file is begun anew. The two before it are kept, as ``FILE.1`` and ``FILE.2``."""


class _File(RotatingFileHandler):
    """A file that can't be written any more (the disk may be full) is told of once; then there is no log."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LONGEST, backupCount=2, encoding="utf-8", errors="backslashreplace")
        self._is_broken = False
        self.handleError = self._failed  # type: ignore[method-assign]  # which would print a traceback for each record

    def _failed(self, record: logging.LogRecord) -> None:
        if not self._is_broken:
            self._is_broken = True
            _say(f"the log can't be written any more ({sys.exception()})")


@contextlib.contextmanager
def log_to(path: Path | None, level: str | None = None) -> Iterator[None]:
    """Log to a file from level INFO on, or to stderr from level WARNING on; to stderr too if there can't be a file.

    ``level`` is the name of another level. Only on level DEBUG may something of a user's text stand in the log.
    """
    log = _handler(path)
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(log)
    logger.setLevel((level or ("info" if isinstance(log, _File) else "warning")).upper())
    # Whatever becomes of stderr, nothing is said about it there.
    logging.raiseExceptions = False
    # pygls is heard only where something is very wrong: we tell of the rest ourselves.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        root.removeHandler(log)
        with contextlib.suppress(OSError):
            log.close()


@contextlib.contextmanager
def recorded_in(path: Path | None) -> Iterator[TextIO | None]:
    """A new file for every message of the protocol, if one is wanted and can be had."""
    record = None
    if path is not None:
        try:
            record = path.open("w", encoding="utf-8")
        except OSError as refused:
            _say(f"no trace can be written there ({refused})")
    try:
        yield record
    finally:
        if record is not None:
            with contextlib.suppress(OSError):
                record.close()


def _handler(path: Path | None) -> logging.Handler:
    if path is not None:
        try:
            return _File(path)
        except OSError as refused:
            _say(f"no log can be written there, so it goes here ({refused})")
    return logging.StreamHandler(sys.stderr)


def _say(message: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"leaselens: {message}\n")
