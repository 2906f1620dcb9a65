"""Tokens of Dada (reference §A): every character of a text belongs to exactly one.

The terminals are those of ``grammar.lark``; lark has read them when Leaselens was built (``terminals.py``), and they
become one regular expression, which is the fastest scanner that Python has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from leaselens.dada.strings import literal_at
from leaselens.dada.terminals import PATTERNS
from leaselens.text import Token

if TYPE_CHECKING:
    from leaselens.dada.dialects import Dialect

TERMINALS: Final = (
    "NEWLINE",
    "SPACE",
    "PREFIX",
    "WORD",
    "NUMBER",
    "COMMENT",
    "SLASH_COMMENT",
    "OPERATOR",
    "COMMA",
    "OPEN",
    "CLOSE",
    "STRING",
    "UNKNOWN",
)
"""The kinds of tokens, in the order in which they are tried. An OPERATOR is a run of adjacent operator characters."""

TRIVIA: Final = frozenset({"NEWLINE", "SPACE", "COMMENT", "SLASH_COMMENT"})
"""The kinds that no rule of the grammar sees (a newline only separates, §A.2)."""


_LINE_END = re.compile(r"[\r\n]")


def scan(text: str, dialect: Dialect, *, strings_end_with_line: bool = False) -> tuple[Token, ...]:
    """All tokens of a text, in order; joined they are the text. Never fails, in time linear in the text.

    A string without a closing quote runs to the end of the text (§A.4.1), or with ``strings_end_with_line`` to the end
    of its line: so a broken text is read.
    """
    return tuple(scan_part(text, 0, len(text), dialect, strings_end_with_line=strings_end_with_line))


def scan_part(text: str, start: int, end: int, dialect: Dialect, *, strings_end_with_line: bool = False) -> list[Token]:
    """The tokens of the characters from ``start`` to ``end``; their offsets are those of the text."""
    match_at = _pattern(dialect.slash_comments).match
    tokens: list[Token] = []
    line_end = -1
    while start < end:
        match = match_at(text, start, end)
        assert match is not None, "UNKNOWN matches every character"
        kind, after = match.lastgroup or "UNKNOWN", match.end()
        if kind == "STRING":
            if strings_end_with_line and line_end < start:
                line_end = _line_end(text, start, end)
            after = literal_at(text, start, line_end if strings_end_with_line else end, dialect.slash_comments).end
        tokens.append(Token(kind, text[start:after], start))
        start = after
    return tokens


def _line_end(text: str, start: int, end: int) -> int:
    match = _LINE_END.search(text, start, end)
    return match.start() if match else end


@cache
def _pattern(slash_comments: bool) -> re.Pattern[str]:
    names = [name for name in TERMINALS if slash_comments or name != "SLASH_COMMENT"]
    return re.compile("|".join(f"(?P<{name}>{PATTERNS[name]})" for name in names), re.DOTALL)
