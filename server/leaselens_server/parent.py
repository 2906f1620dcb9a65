"""Watching the editor's process: a server whose editor died without closing the pipe must not live on."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

INTERVAL = 1.0
"""Seconds between two looks."""


def is_alive(pid: int) -> bool:
    """Whether a process runs. One that has ended and was not yet buried by its parent does not."""
    try:
        # Signal 0 only asks.
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        # It belongs to somebody else, so it is there.
        return True
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[:1] != ["Z"]


def watch(pid: int, ended: Callable[[], None]) -> None:
    """Call ``ended`` from a thread of its own when the process is gone.

    One that can't be seen from the start is not watched (the editor may live in another container), and on Windows none
    is: there ``os.kill`` would end it, and the pipe closes with the editor anyway.
    """
    if sys.platform == "win32" or pid <= 1 or not is_alive(pid):
        return

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
