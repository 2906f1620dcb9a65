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


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not installed, without which nothing is known of other files.

    ``extra`` is the name of the extra of Leaselens that has it, ``message`` what a reader is told, in one sentence.
    """

    extra: str
    message: str
