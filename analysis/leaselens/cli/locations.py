"""Lines and columns as the command line writes them: both 1-based, columns in characters, ends exclusive."""

from __future__ import annotations

from typing import NamedTuple

from leaselens.cli.failure import Failure
from leaselens.render.json import Json, one_based
from leaselens.text import Source, Span


class Place(NamedTuple):
    """A 1-based line and a 1-based column in characters."""

    line: int
    column: int


def place(source: Source, offset: int) -> Place:
    """Where an offset is."""
    position = source.lines.position(offset)
    return Place(position.line + 1, position.column + 1)


def json_range(source: Source, span: Span) -> Json:
    """A span as the JSON contract writes it."""
    return one_based(span, source.lines)


def offset(source: Source, at: Place) -> int:
    """The offset of a place; past the end of a line it runs on into what follows, past the last line it is the end
    of the text (reference §E.2)."""
    starts = source.lines.starts
    if at.line > len(starts):
        return len(source.text)
    return min(starts[at.line - 1] + at.column - 1, len(source.text))


def split(argument: str) -> tuple[str, Place | None]:
    """``FILE:LINE:COLUMN``, read from the right, so that a file's name may have colons; ``None`` without a place."""
    parts = argument.rsplit(":", 2)
    if len(parts) < 3 or not all(_is_number(part) for part in parts[1:]):
        return argument, None
    line, column = int(parts[1]), int(parts[2])
    if not parts[0] or line < 1 or column < 1:
        raise Failure(f"`{argument}`: lines and columns are counted from 1, after the name of a file")
    return parts[0], Place(line, column)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
