"""The names of a program: where each is declared, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.model.analysis import SymbolKind
from leaselens.text import Span


class Use(StrEnum):
    """What a name does where it stands."""

    DECLARED = "declared"
    READ = "read"
    WRITTEN = "written"
    """It is assigned to; with `+=` and its like it is read too."""
    CALLED = "called"
    LABEL = "label"
    """The label of an argument: `x` in `Point(x: 1)`."""
    TYPE = "type"
    """In a declared type, as its class or in the path of its permission."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a name stands: the span of the word alone."""

    span: Span
    use: Use


@dataclass(frozen=True, slots=True)
class Name:
    """Something that is declared and has a name.

    ``declaration`` is the span of the word where it is declared, ``whole`` that of all of the declaration.
    ``container`` is the name of the class that a field belongs to, of the function that a parameter or variable does;
    ``""`` elsewhere. ``occurrences`` are in order of position, the declaration among them. What a word means may be
    known only from what runs: there it counts if it means this on one recorded run. ``unsure`` are the places where the
    runs do not tell, and where it may mean this name or another one.
    """

    text: str
    kind: SymbolKind
    declaration: Span
    whole: Span
    container: str
    occurrences: tuple[Occurrence, ...]
    unsure: tuple[Span, ...] = ()
