"""The streams that we print on: their encoding, their colours, their width."""

from __future__ import annotations

import io
import re
import sys
from typing import TextIO

from rich.console import Console

_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_GLUE = "\u200d\ufe0f"  # joiner and emoji selector: no two terminals agree on the width of what they make


def prepare_streams() -> None:
    """Make printing safe: what a terminal can't show is escaped, and pipes and files get UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class _Console(Console):
    """A console that leaves a broken pipe to ``main``; rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stream: TextIO | None = None) -> Console:
    """A console that takes texts as they are: no markup, no emoji names, no guessed highlights. Colour follows the
    terminal, ``NO_COLOR`` and ``FORCE_COLOR``."""
    return _Console(file=stream or sys.stdout, highlight=False, markup=False, emoji=False)


def draws_boxes(stream: TextIO) -> bool:
    """Whether the stream's encoding has the characters of box drawings."""
    try:
        "╭─│╰⋮…".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def complain(message: str) -> None:
    """One line on stderr, under our name."""
    print(f"leaselens: {visible(message)}", file=sys.stderr)


def visible(text: str) -> str:
    """The text with every character that would be invisible, or move the cursor, or turn the writing direction, made
    visible: what stands in a file must not be able to paint on the reader's terminal."""
    return _INVISIBLE.sub(lambda match: picture(match.group()), text)


def picture(character: str) -> str:
    """One such character made visible: ``␛`` for escape, ``<U+202E>`` for those that have no picture."""
    code = ord(character)
    if character in _GLUE:
        return ""
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if _INVISIBLE.match(character):
        return f"<U+{code:04X}>"
    return character
