"""What may be typed at a cursor, and the call that is being typed: answers about a text that is half typed.

All spans are in characters, absolute in the text that was asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.model.diagram import Row
from leaselens.text import Span


class CandidateKind(StrEnum):
    """What a candidate is."""

    FIELD = "field"
    OPERATION = "operation"
    VARIABLE = "variable"
    FUNCTION = "function"
    CLASS = "class"
    LABEL = "label"
    KEYWORD = "keyword"
    PERMISSION = "permission"
    SNIPPET = "snippet"


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap in a template, for the reader to fill; ``text`` stands in it at first."""

    text: str = ""


Template = tuple[str | Blank, ...]
"""A text with gaps. Line ends are ``\\n``, a level of indentation is ``\\t``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation would do to the place that it is written behind.

    ``result`` is what would come out of it and ``place`` what the place would hold afterwards, one row for each
    different answer over the recorded runs; ``ended`` are the places whose leases would end, as the reader would write
    them. ``fails``: on some of the runs the operation is a mistake.
    """

    result: tuple[Row, ...] = ()
    place: tuple[Row, ...] = ()
    ended: tuple[str, ...] = ()
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may stand at the cursor.

    ``rows`` is what a variable or field holds there, one for each different answer over the recorded runs; ``type`` the
    class of the object, or the value where it is the same on all runs. ``signature`` is what stands behind the name of
    a function or class in its declaration. ``note`` says in a line what a word of the language means, ``comment`` is
    what the program's own comments say. ``template`` is what a snippet writes.
    """

    name: str
    kind: CandidateKind
    rows: tuple[Row, ...] = ()
    type: str = ""
    signature: str = ""
    note: str = ""
    comment: str = ""
    outcome: Outcome | None = None
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """The candidates for ``word``, the word that the cursor touches (empty where it touches none), the likeliest
    first."""

    word: Span
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, and how it is declared (``atomic x: my Point``)."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CallInProgress:
    """A call with the cursor between its parentheses. ``returns`` is what stands behind the parameters in the
    declaration (``-> our Point``); ``active`` is the index of the parameter that the cursor is at (``None``: at none
    that there is)."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    active: int | None
    comment: str = ""
