"""Reading texts with the published grammar (``grammar.lark``), by lark's Earley parser: slow, and independent of ours.

It shares the scanner, and does to its tokens what the head of the grammar says in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from lark import Lark
from lark import Token as Terminal
from lark.exceptions import UnexpectedInput

from leaselens.dada import tokens
from leaselens.dada.dialects import Dialect
from leaselens.dada.strings import literal_at
from leaselens.text import Token

_ENDS = frozenset({"IDENT", "NUMBER", "SUFFIX", "STRING", "STRING_END", "RPAR", "RBRACE", "RSQB", "TRUE", "FALSE"})
_ENDS |= {"CONTINUE", "AWAIT", "ACCESS", "SPECIFIER"}
"""Behind these a newline may separate."""
_CONTINUES = frozenset(["LPAR", "RPAR", "RBRACE", "RSQB", "LSQB", "ELSE", "STRING_MIDDLE", "STRING_END"])
"""Before these (and before operators) it does not."""


@cache
def _grammar() -> tuple[Lark, dict[str, str]]:
    text = resources.files("leaselens.dada").joinpath("grammar.lark").read_text(encoding="utf-8")
    names = {
        terminal.pattern.value: terminal.name
        for terminal in Lark(text, start="file", parser=None, lexer="basic").terminals
        if terminal.pattern.type == "str"
    }
    return Lark(text, start="file", parser="earley", lexer="basic"), names


def accepts(text: str, dialect: Dialect) -> bool:
    """Whether the published grammar knows the text."""
    parser, _ = _grammar()
    try:
        parser.parser.parser.parse(_Stream(list(_separated(_terminals(text, dialect)))), "file")
    except UnexpectedInput:
        return False
    return True


class _Stream:
    """What lark's Earley parser takes for a lexer."""

    def __init__(self, given: list[Terminal]) -> None:
        self.given = given

    def lex(self, _state: object) -> Iterator[Terminal]:
        yield from self.given


Seen = tuple[str, str, bool]
"""The name of a terminal, its text, and whether a newline stands before it."""


def _terminals(text: str, dialect: Dialect) -> Iterator[Seen]:
    newline = False
    seen: list[Token] = []
    for token in tokens.scan(text, dialect):
        if token.kind in tokens.TRIVIA:
            newline = newline or token.kind == "NEWLINE"
            continue
        if token.text == "..." and dialect.elisions:
            continue
        if token.kind == "STRING":
            yield from _string(token.text, dialect, newline)
        else:
            yield _terminal(token, seen, dialect), token.text, newline
        seen.append(token)
        newline = False


def _terminal(token: Token, seen: list[Token], dialect: Dialect) -> str:
    previous = seen[-1] if seen else None
    behind_dot = previous is not None and previous.text == "."
    _, names = _grammar()
    if _is_torn_number(token, seen):
        return "UNKNOWN"
    if token.kind == "WORD":
        touches = previous is not None and previous.kind == "NUMBER" and previous.end == token.start
        if touches and (len(seen) < 2 or seen[-2].text != "."):
            return "SUFFIX" if token.text in ("u", "i") else "UNKNOWN"
        return _word(token.text, behind_dot, dialect)
    if token.text in ("=", ":="):
        return _equals(token, seen, dialect)
    if token.text == "->" and not dialect.arrows:
        return "UNKNOWN"
    if token.kind in ("OPERATOR", "OPEN", "CLOSE", "COMMA"):
        return names.get(token.text, "UNKNOWN")
    return "NUMBER" if token.kind == "NUMBER" else "UNKNOWN"


def _is_torn_number(token: Token, seen: list[Token]) -> bool:
    """Whether the token should be part of a float, and is not: its point, or digits directly behind it."""
    kinds = [one.kind if one.text != "." else "." for one in [*seen[-3:], token]]
    if kinds[-2:] == ["NUMBER", "."]:
        return kinds[-3:-2] != ["."] and seen[-1].end != token.start
    if kinds[-3:-1] == ["NUMBER", "."] and kinds[-4:-3] != ["."]:
        return kinds[-1] != "NUMBER" or seen[-1].end != token.start
    return False


def _word(word: str, behind_dot: bool, dialect: Dialect) -> str:
    _, names = _grammar()
    if behind_dot and word in dialect.access_words:
        return "ACCESS"
    if dialect.storage_modes and word in ("var", "shared"):
        return "MODE"
    if word in dialect.specifiers and not behind_dot:
        return "SPECIFIER"
    if word in dialect.keywords:
        return names.get(word, "UNKNOWN")
    return "DO" if dialect.blocks_with_do and word == "do" else "IDENT"


def _equals(token: Token, seen: list[Token], dialect: Dialect) -> str:
    _, names = _grammar()
    declared = len(seen) > 1 and seen[-2].text in ("var", "shared", "atomic", "let", ":")
    declared = declared and not dialect.specifier_first
    if not declared and dialect.equals_declares and token.text == "=":
        return "DECLARES"
    return names[token.text] if declared or token.text in dialect.assign_operators else "UNKNOWN"


def _string(literal: str, dialect: Dialect, newline: bool) -> Iterator[Seen]:
    shape = literal_at(literal, 0, len(literal), dialect.slash_comments)
    if not shape.holes:
        yield "STRING" if shape.closed else "UNKNOWN", literal, newline
        return
    for number, hole in enumerate(shape.holes):
        yield "STRING_MIDDLE" if number else "STRING_BEGIN", "{", newline and not number
        yield from _terminals(literal[hole.start : hole.end], dialect)
    yield "STRING_END" if shape.closed else "UNKNOWN", "}", False


def _separated(terminals: Iterator[Seen]) -> Iterator[Terminal]:
    """The tokens with the newlines that can separate."""
    previous = ""
    for name, text, newline in terminals:
        is_operator = not text[0].isalnum() and name not in _KEEP and text[0] not in '_"('
        if newline and previous in _ENDS and name not in _CONTINUES and not is_operator:
            yield Terminal("_NL", "\n")
        yield Terminal(name, text)
        previous = name


_KEEP = frozenset({"LBRACE", "COMMA", "STRING", "STRING_BEGIN"})
