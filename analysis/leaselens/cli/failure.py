"""What keeps a command from running at all."""

from __future__ import annotations


class Failure(Exception):
    """Bad usage, or a file that is not there. Its text is one clear line for the reader; the exit code is 2."""
