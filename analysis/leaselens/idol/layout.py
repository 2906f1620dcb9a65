"""The standard layout of an interface: a comma behind the last member of whatever has lines of its own.

Whether a group stands on one line or on several is the author's choice: it has several if there is a line end in it.
Line ends are all of the kind of the first one. Only blanks, line ends and trailing commas change, and the result is
read again before it is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from leaselens.diagnostics import Edit, edited
from leaselens.idol.tokens import scan
from leaselens.text import Source, Span, Token

_COMMENTS = ("LINE_COMMENT", "BLOCK_COMMENT")


def formatting(source: Source, tokens: Sequence[Token], indent: str, within: Span | None) -> tuple[Edit, ...]:
    """The edits that lay out a text without syntax errors; with ``within``, those on the lines that it touches."""
    edits = tuple(edit for edit in _Layout(source.text, tokens, indent).edits() if _touches(source, edit, within))
    after = edited(source.text, edits)
    return edits if _meaning(scan(after)) == _meaning(tokens) else ()


def _touches(source: Source, edit: Edit, within: Span | None) -> bool:
    if within is None:
        return True
    first, last = (source.lines.position(offset).line for offset in within)
    line = source.lines.position(edit.span.end).line
    return first <= line <= last


def _meaning(tokens: Sequence[Token]) -> list[str]:
    """What a layout must not change: every token in its order, but not the commas before closing brackets."""
    kept = [token for token in tokens if token.kind != "SPACE"]
    return [token.text for number, token in enumerate(kept) if not _is_trailing(kept, number)]


def _is_trailing(tokens: Sequence[Token], number: int) -> bool:
    if tokens[number].kind != "COMMA":
        return False
    number += 1
    while number < len(tokens) and tokens[number].kind in _COMMENTS:
        number += 1
    return number < len(tokens) and tokens[number].kind == "CLOSE"


class _Group(NamedTuple):
    """A pair of brackets: whether what is in it has lines of its own, and the numbers of its tokens."""

    has_lines: bool
    open: int
    close: int


class _Layout:
    def __init__(self, text: str, tokens: Sequence[Token], indent: str) -> None:
        self._text, self._indent = text, indent
        first = text.partition("\n")[0]
        self._line_end = "\r\n" if first.endswith("\r") else "\n"
        found = [token for token in tokens if token.kind != "SPACE"]
        self._tokens = [token for number, token in enumerate(found) if not _is_trailing(found, number)]
        self._groups = {group.open: group for group in self._matched()}
        self._ends_member = {self._last(group) for group in self._groups.values() if self._wants_comma(group)}

    def edits(self) -> Iterator[Edit]:
        """What is to stand between each two tokens, where it does not stand there yet."""
        around: list[_Group] = []
        for number, token in enumerate(self._tokens):
            before = self._tokens[number - 1] if number else None
            closes = bool(around) and around[-1].close == number
            group = around.pop() if closes else None
            gap = self._before_close(before, group, around) if group else self._gap(token, before, around)
            if number in self._groups:
                around.append(self._groups[number])
            comma = "," if number - 1 in self._ends_member else ""
            yield from self._edit(Span(before.end if before is not None else 0, token.start), comma + gap)
        if self._tokens:
            yield from self._edit(Span(self._tokens[-1].end, len(self._text)), self._line_end)

    def _edit(self, span: Span, gap: str) -> Iterator[Edit]:
        if self._text[slice(*span)] != gap:
            yield Edit(span, gap)

    # ------------------------------------------------------------ groups

    def _matched(self) -> Iterator[_Group]:
        waiting: list[int] = []
        closes: dict[int, int] = {}
        for number, token in enumerate(self._tokens):
            if token.kind == "OPEN":
                waiting.append(number)
            elif token.kind == "CLOSE" and waiting:
                closes[waiting.pop()] = number
        for start, end in closes.items():
            inside = self._text[self._tokens[start].end : self._tokens[end].start]
            # Two brackets that open together and close together share their lines.
            hugs = closes.get(start + 1) == end - 1
            yield _Group(end > start + 1 and "\n" in inside and not hugs, start, end)

    def _wants_comma(self, group: _Group) -> bool:
        """Whether a comma follows the last member: what a variant holds is no member."""
        first = self._tokens[group.open + 1 : group.open + 4]
        is_named = any(token.kind == "COLON" for token in first)
        return group.has_lines and (is_named or not self._has_name(group)) and self._last(group) > group.open

    def _has_name(self, group: _Group) -> bool:
        return group.open > 0 and self._tokens[group.open - 1].kind == "NAME"

    def _last(self, group: _Group) -> int:
        number = group.close - 1
        while self._tokens[number].kind in _COMMENTS:
            number -= 1
        return number

    # ------------------------------------------------------------ gaps

    def _gap(self, token: Token, before: Token | None, around: Sequence[_Group]) -> str:
        if before is None:
            return ""
        line_ends = self._text[before.end : token.start].count("\n")
        new_line = self._new_line(min(max(line_ends, 1), 1 if before.kind == "OPEN" else 2), around)
        if before.kind == "LINE_COMMENT" or (line_ends and (token.kind in _COMMENTS or before.kind in _COMMENTS)):
            return new_line
        if token.kind in _COMMENTS or (before.kind in _COMMENTS and token.kind != "COMMA"):
            return " "
        if not around:
            is_one = (token.kind in ("OPEN", "CLOSE", "COMMA") and before.text != "]") or before.kind == "ATTRIBUTE"
            return "" if is_one else new_line
        if before.kind in ("OPEN", "COMMA"):
            return new_line if around[-1].has_lines else " " * (before.kind == "COMMA")
        return " " if before.kind == "COLON" else ""

    def _before_close(self, before: Token | None, group: _Group, around: Sequence[_Group]) -> str:
        is_commented = before is not None and before.kind == "LINE_COMMENT"
        return self._new_line(1, around) if group.has_lines or is_commented else ""

    def _new_line(self, count: int, around: Sequence[_Group]) -> str:
        return self._line_end * count + self._indent * sum(group.has_lines for group in around)
