"""Whole lines of a text: moving a statement to another line, and putting one in, as the file is written."""

from __future__ import annotations

import re

from leaselens.dada.fixes.mistake import Mistake
from leaselens.diagnostics import Edit
from leaselens.text import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:(?:#|//).*)?")
_COMMENT = re.compile(r"[ \t]*(?:#|//).*")


def line_end(text: str) -> str:
    """How lines end in the text."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def indentation(mistake: Mistake, offset: int) -> str:
    """The white space with which the line of an offset begins."""
    content = _content(mistake, _line(mistake, offset))
    return content[: len(content) - len(content.lstrip(" \t"))]


def whole_lines(mistake: Mistake, span: Span) -> Span | None:
    """The lines of a statement, with their last line end, the comment behind it, and the comments right above it.

    ``None`` if anything else stands on these lines.
    """
    lines = mistake.analysis.source.lines
    first, last = _line(mistake, span.start), _line(mistake, span.end)
    before = mistake.text[lines.starts[first] : span.start]
    after = mistake.text[span.end : lines.content(last).end]
    if before.strip(" \t") or not _BLANK_OR_COMMENT.fullmatch(after):
        return None
    while first and _COMMENT.fullmatch(_content(mistake, first - 1)):
        first -= 1
    return Span(lines.starts[first], _start(mistake, last + 1))


def moved_above(mistake: Mistake, what: Span, target: Span) -> tuple[Edit, ...] | None:
    """Move the lines of one statement above those of an earlier one."""
    lines, goal = whole_lines(mistake, what), whole_lines(mistake, target)
    if lines is None or goal is None or goal.end > lines.start:
        return None
    if _has_end(mistake, lines):
        return Edit(Span(goal.start, goal.start), mistake.cut(lines)), Edit(lines, "")
    # The last line of the text has no end: it gets the one of the line before it.
    before = mistake.analysis.source.lines.content(_line(mistake, lines.start) - 1).end
    end = mistake.text[before : lines.start]
    return Edit(Span(goal.start, goal.start), mistake.cut(lines) + end), Edit(Span(before, lines.end), "")


def moved_below(mistake: Mistake, what: Span, target: Span) -> tuple[Edit, ...] | None:
    """Move the lines of one statement below those of a later one."""
    lines, goal = whole_lines(mistake, what), whole_lines(mistake, target)
    if lines is None or goal is None or lines.end > goal.start:
        return None
    moved = mistake.cut(lines)
    if not _has_end(mistake, goal):
        content = moved.rstrip("\r\n")
        moved = moved[len(content) :] + content
    return Edit(lines, ""), Edit(Span(goal.end, goal.end), moved)


def put_above(mistake: Mistake, statement: str, target: Span) -> Edit | None:
    """A new line with a statement above the line on which another one begins."""
    lines = mistake.analysis.source.lines
    start = lines.starts[_line(mistake, target.start)]
    indent = mistake.text[start : target.start]
    if indent.strip(" \t"):
        return None
    return Edit(Span(target.start, target.start), f"{statement}{line_end(mistake.text)}{indent}")


def _has_end(mistake: Mistake, lines: Span) -> bool:
    return mistake.text[: lines.end].endswith(("\r", "\n"))


def _line(mistake: Mistake, offset: int) -> int:
    return mistake.analysis.source.lines.position(offset).line


def _content(mistake: Mistake, line: int) -> str:
    return mistake.cut(mistake.analysis.source.lines.content(line))


def _start(mistake: Mistake, line: int) -> int:
    """The offset at which a line begins; of the line after the last one, the end of the text."""
    starts = mistake.analysis.source.lines.starts
    return starts[line] if line < len(starts) else len(mistake.text)
