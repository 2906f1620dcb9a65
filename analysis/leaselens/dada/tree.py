"""The syntax tree of Dada: typed, frozen, without meaning.

Spans are offsets in characters *relative to the start of the item* that a node belongs to, so that a line inserted
above an item changes nothing in it. ``File.absolute`` turns them into offsets of the file.
What each node's span covers: reference §B.2.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from leaselens.dada.dialects import Access, Dialect, Specifier
from leaselens.diagnostics import Diagnostic
from leaselens.text import Source, Span, Token

_FIELD_NAMES: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type[Node]) -> tuple[str, ...]:
    """The names of a kind's fields, in order; looking them up takes longer than visiting them."""
    if kind not in _FIELD_NAMES:
        _FIELD_NAMES[kind] = tuple(field.name for field in fields(kind))
    return _FIELD_NAMES[kind]


_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the tree."""

    span: Span

    def children(self) -> Iterator[Node]:
        """The nodes directly below, in source order."""
        for name in _field_names(type(self)):
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple) and not isinstance(value, Span):
                yield from (part for part in value if isinstance(part, Node))


@dataclass(frozen=True, slots=True)
class Expr(Node):
    """An expression."""


@dataclass(frozen=True, slots=True)
class Identifier(Node):
    """A written name: of an item, a variable, a field, a label."""

    text: str


# ---------------------------------------------------------------- literals


@dataclass(frozen=True, slots=True)
class Integer(Expr):
    """``suffix`` is ``"u"``, ``"i"`` or ``""``; ``value`` has no underscores and is not negative."""

    value: int
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Float(Expr):
    value: float


@dataclass(frozen=True, slots=True)
class Boolean(Expr):
    value: bool


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A part of a string after margins were stripped and escapes resolved; its span is the whole literal's (§B.2)."""

    value: str


@dataclass(frozen=True, slots=True)
class String(Expr):
    """Parts in order: ``Text``, or an embedded expression."""

    parts: tuple[Text | Expr, ...]


# ---------------------------------------------------------------- places and operations on them


@dataclass(frozen=True, slots=True)
class Name(Expr):
    """A variable, parameter, function, class or ``print``."""

    text: str


@dataclass(frozen=True, slots=True)
class Dot(Expr):
    """``owner.field``; a tuple index is a field whose name is digits."""

    owner: Expr
    field: Identifier


@dataclass(frozen=True, slots=True)
class Use(Expr):
    """``operand.give``, ``.share``, ``.lease``, ``.shlease``; ``keyword`` is as written (``ref``, ``mut`` too)."""

    operand: Expr
    access: Access
    keyword: Identifier


@dataclass(frozen=True, slots=True)
class Await(Expr):
    operand: Expr
    keyword: Identifier


# ---------------------------------------------------------------- calls and operators


@dataclass(frozen=True, slots=True)
class Argument(Node):
    label: Identifier | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    callee: Expr
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Negation(Expr):
    """Unary ``-``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """``operator`` is one of ``+ - * / == < > <= >=``."""

    left: Expr
    operator: str
    right: Expr


# ---------------------------------------------------------------- declarations and assignments


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``a.b.c`` in a type."""

    names: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class TypePermission(Node):
    """``word`` is ``my our shared leased given``; ``paths`` is ``None`` without ``{...}``."""

    word: str
    paths: tuple[Path, ...] | None = None


@dataclass(frozen=True, slots=True)
class Type(Node):
    """What stands after ``:`` or ``->``. ``specifier`` where a bare specifier is written (dialects D2, D3); then
    ``permission`` and ``path`` are ``None``."""

    permission: TypePermission | None = None
    path: Path | None = None
    specifier: Specifier | None = None

    @property
    def permission_paths(self) -> tuple[Path, ...]:
        """The paths in the braces of its permission."""
        return (self.permission.paths or ()) if self.permission is not None else ()


class Storage(StrEnum):
    """D1's storage modes."""

    VAR = "var"
    SHARED = "shared"
    ATOMIC = "atomic"


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """The declared part of a parameter, a field or a ``let``: ``atomic x: T``, ``var x``, ``my x``.

    ``storage`` is the D1 mode that applies (written or default), ``None`` in other dialects. ``specifier`` is what a
    bare specifier demands, before the name (V2) or after the colon (D2); ``specifier_span`` is where it is written.
    """

    name: Identifier
    type: Type | None = None
    atomic: bool = False
    storage: Storage | None = None
    specifier: Specifier | None = None
    specifier_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Let(Expr):
    """A declaration, however it is spelled. ``value`` is ``None`` only for D1's ``var q`` without a value."""

    binding: Binding
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Assign(Expr):
    """``target = value`` (``:=`` in D1). Whether the target is a place is not the parser's business (C-34)."""

    target: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class OpAssign(Expr):
    """``target += value``; ``operator`` without the ``=``."""

    target: Expr
    operator: str
    value: Expr


# ---------------------------------------------------------------- structure


@dataclass(frozen=True, slots=True)
class Parens(Expr):
    """Exactly one expression in parentheses; it means what the expression means."""

    inner: Expr


@dataclass(frozen=True, slots=True)
class Tuple(Expr):
    """None, or two and more."""

    elements: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Block(Expr):
    """``{ ... }``. The body of a function, an ``if`` or a loop is one too; whether it is a scope is said by what it
    belongs to (§B.1: a bare block is none). One that is not ``closed`` ends with an ``Error``: nobody knows what else
    belongs into it."""

    statements: tuple[Expr, ...]
    closed: bool = True


@dataclass(frozen=True, slots=True)
class If(Expr):
    """``otherwise`` is a ``Block``, another ``If`` (``else if``), or ``None``."""

    condition: Expr
    then: Expr
    otherwise: Expr | None


@dataclass(frozen=True, slots=True)
class While(Expr):
    condition: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Loop(Expr):
    body: Expr


@dataclass(frozen=True, slots=True)
class Atomic(Expr):
    """``keyword`` is the span of ``atomic``."""

    keyword: Span
    body: Expr


@dataclass(frozen=True, slots=True)
class Break(Expr):
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Continue(Expr):
    pass


@dataclass(frozen=True, slots=True)
class Return(Expr):
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Error(Expr):
    """What could not be read; executing it is R-1. ``inside`` holds what was read of it, so that names in it are still
    checked; ``lost`` the words that were passed over: whatever they are, they may be names, or declare some."""

    inside: tuple[Expr, ...] = ()
    lost: tuple[Name, ...] = ()


# ---------------------------------------------------------------- items


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A piece of the file that can be read alone. Its span starts at 0."""


@dataclass(frozen=True, slots=True)
class Class(Item):
    """``damaged``: there may be other fields than those that could be read."""

    name: Identifier
    generics: tuple[Identifier, ...]
    fields: tuple[Binding, ...]
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Arrow(Node):
    """``->`` with its type, if it has one."""

    type: Type | None


@dataclass(frozen=True, slots=True)
class Function(Item):
    """``fn_keyword`` is the span of ``fn``; ``body.span`` is the braces; ``root`` is what the reference calls the span
    of the body root (§B.2: from the last white space before the first expression to the end of the last one).
    ``damaged``: what it takes, does or returns could not be read to its end."""

    name: Identifier
    is_async: bool
    fn_keyword: Span
    generics: tuple[Identifier, ...]
    parameters: tuple[Binding, ...]
    arrow: Arrow | None
    body: Block
    root: Span
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Code(Item):
    """A run of expressions at module level, between other items; all runs together are the implicit main."""

    statements: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Broken(Item):
    """A ``class`` or ``fn`` of which not even the name and parameters could be read; ``name`` if that was read."""

    name: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An item where it stands. ``key`` names it stably in its file: ``fn main``, ``class Point``, ``code 0``; the
    second item of one name is ``fn main#2``. ``diagnostics`` are what reading the item found, with spans relative to
    it. ``words`` are the words of the chunk that it was read in: all names that stand in the item are among them."""

    start: int
    key: str
    item: Item
    diagnostics: tuple[Diagnostic, ...]
    words: frozenset[str] = frozenset()

    def moved(self, by: int) -> Placed:
        """The same at another place."""
        return Placed(self.start + by, self.key, self.item, self.diagnostics, self.words)


@dataclass(frozen=True, slots=True)
class Found:
    """An item in a chunk, which may be part of several files: ``start`` is its offset in the chunk."""

    start: int
    item: Item
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Chunk:
    """A piece of a text that was read alone: its tokens, whose offsets count from its start, and its items."""

    tokens: tuple[Token, ...]
    found: tuple[Found, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall("".join(token.text for token in self.tokens)))  # in strings there are names too


class Piece(NamedTuple):
    """A chunk where it stands; whether it is balanced, and what it took to find out (``items.Extent``)."""

    start: int
    chunk: Chunk
    balanced: bool
    trial: int

    def moved(self, by: int) -> Piece:
        """The same at another place."""
        return Piece(self.start + by, self.chunk, self.balanced, self.trial)


class Kept(NamedTuple):
    """How many items at the front and at the back of a text are those of an earlier version, the same in all but where
    they start."""

    front: int
    back: int


@dataclass(frozen=True)
class File:
    """A whole text, read. ``pieces`` are its chunks; ``items`` is what they hold, in order."""

    source: Source
    dialect: Dialect
    items: tuple[Placed, ...]
    pieces: tuple[Piece, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens, blanks and comments too, with absolute offsets: joined, they are the text."""
        return tuple(
            Token(token.kind, token.text, token.start + piece.start)
            for piece in self.pieces
            for token in piece.chunk.tokens
        )

    @cached_property
    def piece_starts(self) -> tuple[int, ...]:
        """Where the pieces start, in order."""
        return tuple(piece.start for piece in self.pieces)

    @cached_property
    def by_key(self) -> Mapping[str, Placed]:
        """The items by their keys."""
        return {placed.key: placed for placed in self.items}

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the items start, in order."""
        return tuple(placed.start for placed in self.items)

    def items_touching(self, offset: int) -> tuple[Placed, ...]:
        """The item that a cursor at ``offset`` stands in, or the two between which it stands."""
        after = bisect_right(self.starts, offset)
        near = self.items[max(after - 2, 0) : after]
        return tuple(placed for placed in near if placed.item.span.touches(offset - placed.start))

    def absolute(self, key: str, span: Span) -> Span:
        """The offsets in the file of a span in the item of that key."""
        return span.shifted(self.by_key[key].start)
