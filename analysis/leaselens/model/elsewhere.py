"""Places in other files that have to do with something in this one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.text import Source, Span


class Relation(StrEnum):
    """What a place has to do with it: it implements it, it generates code from it, or it calls it (by its name)."""

    IMPLEMENTATION = "implementation"
    SCRIPT = "script"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place in another file, whose name is its path: the word, and all that belongs to it."""

    source: Source
    word: Span
    whole: Span
    relation: Relation
