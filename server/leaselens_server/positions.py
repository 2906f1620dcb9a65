"""The one module that speaks of UTF-8, UTF-16 and UTF-32, of ``Position`` and of ``Range``.

Everything else counts lines and columns, or offsets, in Unicode characters. Whatever a client sends is clamped: past
the end of a line means its end, past the end of the text the text's end, and half a character means its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeGuard

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from leaselens.model.analysis import Analysis
from leaselens.text import Span
from leaselens_server.documents import Document, Drift, Place, Snapshot, content

_GREATEST = 2**31 - 1
"""The greatest number that the protocol knows."""

_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


def _column_utf16(line: str, units: int) -> int:
    raw = line[:units].encode("utf-16-le", "surrogatepass")[: 2 * units]
    kept = raw.decode("utf-16-le", "surrogatepass")
    # A pair that was cut leaves its first half, which the line itself doesn't have there.
    return len(kept) - (1 if kept and kept[-1] != line[len(kept) - 1] else 0)


def _column_utf8(line: str, units: int) -> int:
    raw = line[:units].encode("utf-8", "surrogatepass")[:units]
    begun = len(raw.translate(None, _CONTINUATION_BYTES))
    whole = len(line[:begun].encode("utf-8", "surrogatepass")) <= units
    return begun if whole else begun - 1


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


class Positions:
    """Conversions in the position encoding that client and server agreed on (``utf-8``, ``utf-16`` or ``utf-32``)."""

    def __init__(self, encoding: str = "utf-16") -> None:
        self.encoding = encoding

    def column(self, line: str, units: int) -> int:
        """The column in characters of a count of code units in ``line``."""
        text = content(line)
        if units <= 0:
            return 0
        if text.isascii() or self.encoding == "utf-32":
            return min(units, len(text))
        # Nothing of the line is longer than its UTF-8, and slices of more than that need not be made.
        return (_column_utf8 if self.encoding == "utf-8" else _column_utf16)(text, min(units, 4 * len(text)))

    def units(self, line: str, column: int) -> int:
        """The count of code units before a column in characters of ``line``."""
        text = line[:column]
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def offset(self, text: Snapshot, position: types.Position) -> int:
        """The offset that a position means."""
        if position.line < 0:
            return 0
        if position.line >= len(text.lines):
            return text.lines.length
        return text.lines.start(position.line) + self.column(text.lines[position.line], position.character)

    def position(self, text: Snapshot, offset: int) -> types.Position:
        """The position of an offset; the middle of a ``\\r\\n`` is the end of its line."""
        number, column = text.lines.place(offset)
        line = text.lines[number]
        return types.Position(number, self.units(line, min(column, len(content(line)))))

    def range(self, text: Snapshot, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(text, span.start), self.position(text, span.end))

    def apply(self, document: Document, change: Any, revision: int) -> None:
        """Apply one change of a ``didChange`` as it was sent. A malformed one changes nothing: ``ValueError``."""
        if not isinstance(change, dict):
            raise ValueError("a change that is no object")
        text, edited = change.get("text"), change.get("range")
        if not isinstance(text, str):
            raise ValueError("a change without a text")
        if edited is None:
            document.replace_all(text, revision)
            return
        if not isinstance(edited, dict):
            raise ValueError("a change whose range is none")
        document.replace(
            self._place(document, edited.get("start")), self._place(document, edited.get("end")), text, revision
        )

    def _place(self, document: Document, position: object) -> Place:
        if not isinstance(position, dict):
            raise ValueError("a range without an edge")
        line, units = position.get("line"), position.get("character")
        if not isinstance(line, int) or not isinstance(units, int):
            raise ValueError("a position without line and character")
        if not 0 <= line < len(document.lines):
            return Place(line, 0)
        return Place(line, self.column(document.lines[line], units))


@dataclass(frozen=True)
class View:
    """A finished analysis, seen from the text that the editor asked about.

    Usually the two texts are one. Otherwise ``drift`` tells which lines they share; what lies on others has no range.
    """

    analysis: Analysis
    text: Snapshot
    positions: Positions
    drift: Drift | None = None
    """Its old text is the one analysed, its new text the one asked about, whichever was there first."""

    @property
    def stale(self) -> bool:
        """Whether the facts are those of another text than the one that was asked about."""
        return self.drift is not None

    def knows(self, position: types.Position) -> bool:
        """Whether the position lies on a line that the analysed text has too."""
        return self.drift is None or self.drift.to_old(position.line) is not None

    def offset(self, position: types.Position) -> int:
        """The offset in the analysed text; the position must be known."""
        line = position.line if self.drift is None else self.drift.to_old(position.line)
        return self.positions.offset(self.text, types.Position(line or 0, position.character))

    def line_start(self, line: int) -> int | None:
        """The offset of the beginning of a line; ``None`` if it was touched."""
        known = line if self.drift is None else self.drift.to_old(line)
        return None if known is None else self.text.lines.start(min(known, len(self.text.lines) - 1))

    def span(self, range: types.Range) -> Span:
        """The analysed text between two positions; touched lines at its edges are taken in."""
        if self.drift is None:
            return Span(self.positions.offset(self.text, range.start), self.positions.offset(self.text, range.end))
        first, last = self.drift.to_old(range.start.line), self.drift.to_old(range.end.line)
        first = self.drift.head if first is None else first
        last = self.drift.old - self.drift.tail if last is None else last
        end = self.text.lines.start(last + 1)
        return Span(min(end, self.text.lines.start(first)), end)

    def position(self, offset: int) -> types.Position | None:
        """The position of an offset in the analysed text, in the text that was asked about."""
        position = self.positions.position(self.text, offset)
        if self.drift is None:
            return position
        line = self.drift.to_new(position.line)
        return None if line is None else types.Position(line, position.character)

    def range(self, span: Span) -> types.Range | None:
        """The range of a span of the analysed text, in the text that was asked about."""
        start, end = self.position(span.start), self.position(span.end)
        return types.Range(start, end) if start and end else None

    def surely(self, span: Span) -> types.Range:
        """The range of a span in the analysed text itself."""
        return self.positions.range(self.text, span)

    def range_json(self, span: Span | None) -> dict[str, Any] | None:
        """The same for an answer that is plain JSON."""
        found = self.range(span) if span is not None else None
        return None if found is None else {"start": _position_json(found.start), "end": _position_json(found.end)}


def _position_json(position: types.Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}


def parse_position(value: object) -> types.Position:
    """A position out of the plain JSON of a message of our own."""
    if isinstance(value, dict):
        line, units = value.get("line"), value.get("character")
        if _is_number(line) and _is_number(units) and line >= 0 and units >= 0:
            return types.Position(min(line, _GREATEST), min(units, _GREATEST))
    raise JsonRpcInvalidParams("Invalid Params: `position` must have a `line` and a `character`")
