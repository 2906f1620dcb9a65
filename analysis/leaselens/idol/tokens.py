"""Tokens of RON, the notation that Idol is written in (reference §B.1): every character belongs to exactly one.

One regular expression reads them; nested comments and the escapes of a string are beyond lark's terminals, and RON's
own grammar is published elsewhere, so there is no grammar file here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from leaselens.text import Span, Token

_PATTERN: Final = re.compile(
    r"""
      (?P<SPACE>[\ \t\r\n]+)
    | (?P<LINE_COMMENT>//(?:(?!\r?\n).)*)
    | (?P<BLOCK_COMMENT>/\*)                        # read on by hand: these nest
    | (?P<STRING>"(?:[^"\\]|\\.)*"
      | r(?P<hashes>\#*)"(?:(?!"(?P=hashes)).)*"(?P=hashes))
    | (?P<OPEN_STRING>"(?:[^"\\]|\\.)*\\?|r\#*".*)  # to the end of the text
    | (?P<CHARACTER>'(?:[^'\\\n]|\\u\{[^}\n]*\}|\\x..|\\.)')
    | (?P<SINGLE_STRING>'[^'"\\\n]*')                # no RON, but what other languages write
    | (?P<ATTRIBUTE>\#!\[)
    | (?P<NAME>(?:r\#)?[A-Za-z_][A-Za-z0-9_]*)
    | (?P<NUMBER>[+-]?(?:0[xbo][0-9A-Fa-f_]+|\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?)[A-Za-z0-9_]*)
    | (?P<OPEN>[(\[{])
    | (?P<CLOSE>[)\]}])
    | (?P<COLON>:)
    | (?P<COMMA>,)
    | (?P<UNKNOWN>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_RAW = re.compile(r'r(#*)"')
_ESCAPE = re.compile(r"\\(?:x(?P<byte>[0-9A-Fa-f]{2})|u\{(?P<code>[0-9A-Fa-f]{1,6})\}|(?P<sign>.))", re.DOTALL)
_SIGNS: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}

TRIVIA: Final = frozenset({"SPACE", "LINE_COMMENT", "BLOCK_COMMENT", "OPEN_COMMENT"})
"""The kinds between which nothing is told apart."""


def scan(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of the characters from ``start`` to ``end``, in order; joined they are the text. Never fails.

    ``OPEN_STRING`` and ``OPEN_COMMENT`` have no end: they run to the end of what was read.
    """
    end = len(text) if end is None else end
    tokens: list[Token] = []
    while start < end:
        match = _PATTERN.match(text, start, end)
        assert match is not None, "UNKNOWN matches every character"
        kind, after = _kind(match), match.end()
        if kind == "BLOCK_COMMENT":
            kind, after = _block_comment(text, start, end)
        tokens.append(Token(kind, text[start:after], start))
        start = after
    return tokens


def _kind(match: re.Match[str]) -> str:
    # The group that holds a raw string's hashes is no kind.
    return "STRING" if match["STRING"] is not None else match.lastgroup or "UNKNOWN"


def _block_comment(text: str, start: int, end: int) -> tuple[str, int]:
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, start, end):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return "BLOCK_COMMENT", edge.end()
    return "OPEN_COMMENT", end


def string_value(text: str) -> str:
    """What a string says: its characters without the quotes, escapes resolved.

    A quote may be missing at either end (see ``quotes``). Of what is no escape, the character behind the ``\\`` stays.
    """
    written = text[slice(*string_inner(text))]
    if _RAW.match(text):
        return written
    return _ESCAPE.sub(lambda match: _escaped(match) or match["sign"] or "\ufffd", written)


def string_inner(text: str) -> Span:
    """What stands between the quotes of a string, as far as it has them."""
    raw = _RAW.match(text)
    start, close = (raw.end(), '"' + raw[1]) if raw else (int(text.startswith('"')), '"')
    return Span(start, len(text) - (len(close) if text.endswith(close) and len(text) - len(close) >= start else 0))


def wrong_escapes(token: Token) -> Iterator[Span]:
    """Where in a string something stands behind a ``\\`` that RON does not know."""
    if "\\" in token.text and not token.text.startswith("r"):
        for match in _ESCAPE.finditer(token.text):
            if _escaped(match) is None:
                yield Span(token.start + match.start(), token.start + match.end())


def _escaped(match: re.Match[str]) -> str | None:
    """The character that an escape stands for, if it stands for one."""
    if match["sign"] is not None:
        return _SIGNS.get(match["sign"])
    code = int(match["byte"] or match["code"], 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else None
