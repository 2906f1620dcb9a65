"""What is being typed: told by the tokens before the cursor alone, however broken the text is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from leaselens.dada.dialects import Dialect
from leaselens.dada.items import extent_around
from leaselens.dada.strings import Literal, literal_at
from leaselens.dada.tokens import TRIVIA, scan_part
from leaselens.text import Span, Token

_PERMISSIONS = ("my", "our", "leased", "shared", "given")
"""Words that a class may follow in a type."""


class Wanted(Enum):
    """What may stand at the cursor."""

    MEMBER = "a field or an operation, behind a dot"
    STATEMENT = "a statement of a block"
    ITEM = "a class, a function, or a statement of the module"
    ARGUMENT = "an argument of a call, or its label"
    EXPRESSION = "an expression"
    DECLARATION = "a parameter or field that is declared"
    TYPE = "a type or a permission"
    FUNCTION = "the `fn` behind `async`"
    CONDITIONAL = "the `if` behind `else`"
    ALTERNATIVE = "the `else` behind a block"


@dataclass(frozen=True)
class Context:
    """``word`` is the word at the cursor (absolute; empty if there is none); ``tokens`` are those before it, without
    white space and comments, from the beginning of the item on (or of the code in a string); ``opened`` are the indexes
    of those of them that are brackets still open, the innermost last; ``begin_lines`` of those that a newline stands
    before. ``on_new_line``: so it does before the word. ``in_string``: in the code in a string."""

    word: Span
    tokens: tuple[Token, ...]
    opened: tuple[int, ...]
    begin_lines: frozenset[int]
    on_new_line: bool
    in_string: bool

    @property
    def last(self) -> Token | None:
        """The token before the word."""
        return self.tokens[-1] if self.tokens else None

    @property
    def bracket(self) -> str:
        """The innermost bracket that is open, or ``""``."""
        return self.tokens[self.opened[-1]].text if self.opened else ""

    def text(self, index: int) -> str:
        """A token's text; ``""`` where there is none."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def is_declaring(self, opener: int) -> bool:
        """Whether a parenthesis holds the parameters of a function that is declared, or the fields of a class."""
        name = opener - 1
        if self.text(name) == "]":
            while name >= 0 and self.text(name) != "[":
                name -= 1
            name -= 1
        return self.text(opener) == "(" and self.text(name - 1) in ("fn", "class")


def context_at(text: str, offset: int, dialect: Dialect, *, around_strings: bool = False) -> Context | None:
    """What is typed at an offset; ``None`` in comments, in strings and in numbers. ``around_strings``: where it is in a
    string, what that is a part of."""
    extent = extent_around(text, offset, dialect.slash_comments)
    return _Scanned(text, dialect, extent.balanced, around_strings).context(extent.span, offset, in_string=False)


@dataclass(frozen=True)
class _Scanned:
    """A text, and how it is read."""

    text: str
    dialect: Dialect
    balanced: bool
    around_strings: bool

    def context(self, span: Span, offset: int, *, in_string: bool) -> Context | None:
        """The context in a range of the text."""
        scanned = scan_part(self.text, *span, self.dialect, strings_end_with_line=not self.balanced)
        before = [token for token in scanned if token.start < offset]
        touched = before[-1] if before and before[-1].end >= offset else None
        if touched is not None and touched.kind in ("COMMENT", "SLASH_COMMENT"):
            return None
        if touched is not None and touched.kind == "STRING" and self._is_inside(touched, offset):
            if self.around_strings:
                return _context(before[:-1], None, touched.start, in_string)
            hole = next((hole for hole in self._literal(touched).holes if hole.touches(offset)), None)
            return self.context(hole, offset, in_string=True) if hole is not None else None
        if touched is not None and touched.kind in ("WORD", "NUMBER"):
            before.pop()
        else:
            touched = next((token for token in scanned if token.start == offset and token.kind == "WORD"), None)
        return _context(before, touched, offset, in_string)

    def _is_inside(self, string: Token, offset: int) -> bool:
        return offset < string.end or not self._literal(string).closed

    def _literal(self, string: Token) -> Literal:
        return literal_at(self.text, string.start, string.end, self.dialect.slash_comments)


def _context(before: Sequence[Token], touched: Token | None, offset: int, in_string: bool) -> Context | None:
    tokens: list[Token] = []
    begin_lines: set[int] = set()
    newline = False
    for token in before:
        if token.kind in TRIVIA:
            newline = newline or token.kind == "NEWLINE"
            continue
        if newline:
            begin_lines.add(len(tokens))
        tokens.append(token)
        newline = False
    if touched is not None and touched.kind == "NUMBER" and (not tokens or tokens[-1].text != "."):
        return None
    word = touched.span if touched is not None else Span(offset, offset)
    return Context(word, tuple(tokens), _opened(tokens), frozenset(begin_lines), newline, in_string)


def _opened(tokens: Sequence[Token]) -> tuple[int, ...]:
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "OPEN":
            opened.append(index)
        elif token.kind == "CLOSE" and opened:
            opened.pop()
    return tuple(opened)


# ---------------------------------------------------------------- what may stand there


def wanted(context: Context, dialect: Dialect) -> Wanted | None:
    """What may stand at the cursor; ``None``: a new name, or nothing that could be told."""
    last = context.last
    if last is None:
        return Wanted.EXPRESSION if context.in_string else Wanted.ITEM
    if last.kind == "OPERATOR":
        return _behind_operator(context, last.text)
    if last.kind in ("OPEN", "COMMA"):
        return _in_list(context)
    if last.kind == "WORD" and last.text in dialect.keywords and context.text(len(context.tokens) - 2) != ".":
        return _behind_keyword(context, last.text)
    if context.on_new_line:
        return _in_list(context)
    return Wanted.ALTERNATIVE if last.text == "}" else None


def _behind_operator(context: Context, operator: str) -> Wanted | None:
    if operator == ".":
        return Wanted.MEMBER
    if operator == "->":
        return Wanted.TYPE
    if operator == ":":
        return _behind_colon(context)
    return None if operator.endswith(".") else Wanted.EXPRESSION


def _behind_colon(context: Context) -> Wanted | None:
    """``x: Point`` in a declaration; ``f(x: 22)`` in a call."""
    if context.bracket == "(":
        return Wanted.TYPE if context.is_declaring(context.opened[-1]) else Wanted.EXPRESSION
    words = (context.text(len(context.tokens) - back) for back in (3, 4))
    return Wanted.TYPE if "let" in words else None


def _behind_keyword(context: Context, word: str) -> Wanted | None:
    if word == "async":
        return Wanted.FUNCTION
    if word == "else":
        return Wanted.CONDITIONAL
    if word in ("if", "while"):
        return Wanted.EXPRESSION
    if context.on_new_line and word in ("return", "break", "continue", "true", "false"):
        return _in_list(context)
    if word in _PERMISSIONS and context.text(len(context.tokens) - 2) in (":", "->"):
        return Wanted.TYPE
    return Wanted.EXPRESSION if word in ("return", "break") else None


def _in_list(context: Context) -> Wanted | None:
    """An element of what the innermost bracket holds."""
    if context.bracket == "":
        return Wanted.EXPRESSION if context.in_string else Wanted.ITEM
    if context.bracket == "{":
        return Wanted.STATEMENT
    if context.bracket == "(":
        return Wanted.DECLARATION if context.is_declaring(context.opened[-1]) else Wanted.ARGUMENT
    return None
