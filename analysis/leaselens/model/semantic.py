"""What the words of a text are, and what they hold: the data behind semantic highlighting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leaselens.text import Span


class TokenType(StrEnum):
    """What a word is, by the names of the Language Server Protocol's standard legend."""

    CLASS = "class"
    FUNCTION = "function"
    PARAMETER = "parameter"
    VARIABLE = "variable"
    PROPERTY = "property"
    TYPE_PARAMETER = "typeParameter"
    KEYWORD = "keyword"


class Modifier(StrEnum):
    """More about a word. The first three are of the standard legend.

    ``my``, ``our``, ``leased`` and ``shared`` are the permission of what a variable or field holds just before the
    expression that it stands in (right after the declaration, where it is declared), on every recorded run; ``given``
    and ``expired`` that it was given away, or its lease has ended. ``maybe``: that is so on some runs only.
    """

    DECLARATION = "declaration"
    ASYNC = "async"
    DEFAULT_LIBRARY = "defaultLibrary"
    MY = "my"
    OUR = "our"
    LEASED = "leased"
    SHARED = "shared"
    GIVEN = "given"
    EXPIRED = "expired"
    MAYBE = "maybe"


class SemanticToken(NamedTuple):
    """A word: its span (in characters, relative to its passage) and what there is to say of it."""

    span: Span
    type: TokenType
    modifiers: frozenset[Modifier] = frozenset()


@dataclass(frozen=True, eq=False)
class Passage:
    """The words of a piece of text that was read alone, in order. The same object is answered as long as nothing in it
    has changed, so that what was made of it can be kept. ``basis`` is what it was made from."""

    tokens: tuple[SemanticToken, ...]
    basis: tuple[object, ...] = ()


class PlacedPassage(NamedTuple):
    """A passage and where it starts (in characters, absolute)."""

    start: int
    passage: Passage
