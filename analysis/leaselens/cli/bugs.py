"""What happens when leaselens itself is wrong: a line, a log with the cause, no traceback on the screen."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from leaselens.cli import terminal

RAISE = "LEASELENS_RAISE_BUGS"
"""An environment variable: where it is set (in our tests), a bug raises."""


def report(bug: BaseException, lost: str) -> None:
    """Write the traceback to a log in the folder for temporary files, and tell the reader what was ``lost``."""
    if os.environ.get(RAISE):
        raise bug
    text = "".join(traceback.format_exception(bug))
    cause = traceback.format_exception_only(bug)[-1].strip().splitlines()[0][:200]
    where = _log(text)
    terminal.complain(f"this is a bug in leaselens ({cause}): {lost}; {where}")


def _log(text: str) -> str:
    try:
        handle, name = tempfile.mkstemp(prefix="leaselens-bug-", suffix=".log")
        os.close(handle)
        Path(name).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return "and its log could not be written"
    return f"the whole story is in {name}"
