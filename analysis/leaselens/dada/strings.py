"""The inside of string literals (reference §A.4): where they end, the code in them, margins and escapes.

A literal runs to the next quote that is not escaped; an unescaped ``{`` in it begins code, in which brackets nest and
strings may stand. So the end of a literal is no matter of a regular expression, and is found here with a stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leaselens.text import Span

_IN_STRING = re.compile(r'["\\{]')
_IN_CODE = re.compile(r'["#()\[\]{}]')
_IN_SLASHED_CODE = re.compile(r'["#()\[\]{}]|//')
_LINE_END = re.compile(r"[\r\n]|\Z")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


class Nesting:
    """What is open at an offset: a stack of the closers that are waited for, where ``"`` stands for a string.

    ``Nesting()`` is the outside of everything. A closer that nobody waits for is passed over (§A.1).
    """

    def __init__(self, slash_comments: bool) -> None:
        self.stack: list[str] = []
        self._in_code = _IN_SLASHED_CODE if slash_comments else _IN_CODE

    def advance(self, text: str, start: int, end: int) -> int:
        """Read the characters from ``start`` on, to ``end`` or until one more bracket or string begins or ends.

        Returns the offset behind what was read; ``stack`` says what is open there.
        """
        in_string = bool(self.stack) and self.stack[-1] == '"'
        match = (_IN_STRING if in_string else self._in_code).search(text, start, end)
        if match is None:
            return end
        return self._step(text, match.group(), match.end(), end)

    def _step(self, text: str, found: str, after: int, end: int) -> int:
        if found == "\\":
            return min(after + 1, end)
        if found in ("#", "//"):
            line_end = _LINE_END.search(text, after, end)
            return line_end.start() if line_end else end
        if self.stack and self.stack[-1] == found:
            self.stack.pop()
        elif found == '"':
            self.stack.append('"')
        elif found in _CLOSERS:
            self.stack.append(_CLOSERS[found])
        return after

    def run(self, text: str, start: int, end: int) -> None:
        """Read all characters from ``start`` to ``end``."""
        while start < end:
            start = self.advance(text, start, end)


@dataclass(frozen=True)
class Literal:
    """The shape of a string literal: ``end`` is the offset behind it; ``holes`` are the insides of its ``{...}``, from
    behind the brace to the closing brace. ``closed``: its quote was found; ``hole_closed``: so was its last brace."""

    end: int
    closed: bool
    holes: list[Span] = field(default_factory=list)
    hole_closed: bool = True


def literal_at(text: str, start: int, end: int, slash_comments: bool) -> Literal:
    """The string literal whose opening quote is at ``start``; it ends before ``end`` at the latest."""
    nesting = Nesting(slash_comments)
    offset = nesting.advance(text, start, end)
    holes: list[Span] = []
    hole_start: int | None = None
    while nesting.stack and offset < end:
        offset = nesting.advance(text, offset, end)
        if hole_start is None and len(nesting.stack) == 2:
            hole_start = offset
        elif hole_start is not None and len(nesting.stack) == 1:
            holes.append(Span(hole_start, offset - 1))
            hole_start = None
    if hole_start is not None:
        holes.append(Span(hole_start, end))
    return Literal(offset, not nesting.stack, holes, hole_start is None)


# ---------------------------------------------------------------- the value of a literal

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "{": "{", "}": "}"}


def unescaped(text: str) -> tuple[str, list[str]]:
    """A text with its escapes resolved, and the escapes (with their backslash) that do not exist and were kept."""
    unknown: list[str] = []

    def resolve(match: re.Match[str]) -> str:
        if match.group(1) in _ESCAPES:
            return _ESCAPES[match.group(1)]
        unknown.append(match.group())
        return match.group()

    return _ESCAPE.sub(resolve, text), unknown


def without_margin(parts: list[str | None], always: bool) -> list[str | None]:
    """The parts of a literal (``None``: code) without the margin of its lines (§A.4.4).

    Only literals that begin with a newline have one; in D1 (``always``) all of more than one line do, and lose the
    white space around them too.
    """
    begins_with_newline = bool(parts) and (parts[0] or "").startswith(("\n", "\r\n"))
    if not begins_with_newline and not (always and any("\n" in part for part in parts if part)):
        return parts
    margin = _margin("".join("{...}" if part is None else part for part in parts))
    stripped = [None if part is None else _dedented(part, margin) for part in parts]
    return _trimmed(stripped) if always else _without_outer_newlines(stripped)


def _margin(whole: str) -> int:
    lines = [line.removesuffix("\r") for line in whole.removesuffix("\n").split("\n")]
    prefix = next((line[: len(line) - len(line.lstrip())] for line in lines if line.strip()), "")
    return min(_common(prefix, line) for line in lines)


def _common(prefix: str, line: str) -> int:
    """How many characters of ``prefix`` begin the line; a line that ends within the prefix has all of it."""
    if prefix.startswith(line):
        return len(prefix)
    return next((i for i, (a, b) in enumerate(zip(prefix, line, strict=False)) if a != b), len(prefix))


def _dedented(part: str, margin: int) -> str:
    first, *rest = part.split("\n")
    return "\n".join([first, *(line[margin:] for line in rest)])


def _without_outer_newlines(parts: list[str | None]) -> list[str | None]:
    first, last = parts[0], parts[-1]
    assert first is not None, "only called when the first part is text"
    parts[0] = first.removeprefix("\r").removeprefix("\n")
    last = parts[-1]
    if last is not None and last.endswith("\n"):
        parts[-1] = last.removesuffix("\n").removesuffix("\r")
    return parts


def _trimmed(parts: list[str | None]) -> list[str | None]:
    if parts[0] is not None:
        parts[0] = parts[0].lstrip()
    if parts[-1] is not None:
        parts[-1] = parts[-1].rstrip()
    return parts
