"""Watching the editor's process: a server whose editor died without closing the pipe must not live on.

Little is imported: the editor is looked at before anything heavy is.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable

INTERVAL = 1.0
"""Seconds between two looks."""


def is_alive(pid: int) -> bool:
    """Whether a process runs. One that has ended and was not yet buried by its parent does not."""
    try:
        # Signal 0 only asks.
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # It belongs to somebody else, so it is there.
        return True
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:  # noqa: PTH123
            status = stat.read()
    except OSError:
        return True
    return status.rpartition(")")[2].split()[:1] != ["Z"]


def can_be_watched(pid: object) -> bool:
    """Whether this is a process that we can see.

    The editor may live in another container. On Windows none can be watched: there ``os.kill`` would end it, and the
    pipe closes with the editor anyway.
    """
    return sys.platform != "win32" and isinstance(pid, int) and pid > 1 and is_alive(pid)


def watch(pid: int, ended: Callable[[], None]) -> None:
    """Call ``ended`` from a thread of its own when the process is gone, which could be watched before."""

    def look() -> None:
        while is_alive(pid):
            time.sleep(INTERVAL)
        ended()

    threading.Thread(target=look, name="parent", daemon=True).start()


def end_without(ask_to_end: Callable[[], object]) -> None:
    """End this process, whose editor is gone: politely, or after a moment at once.

    The loop may be stuck, for instance in writing to a pipe that nobody empties.
    """
    with contextlib.suppress(RuntimeError):
        ask_to_end()
    time.sleep(INTERVAL)
    os._exit(1)
