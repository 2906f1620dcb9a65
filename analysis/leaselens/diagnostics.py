"""What a reader is told: a diagnostic with its whole story, as plain values.

The prose is made by the front ends; how it is shown is the business of ``cli`` and of the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.text import Span


class Severity(StrEnum):
    """How grave a diagnostic is, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


class Certainty(StrEnum):
    """Whether every run that reaches the place ends there, or only some do (``design.md``, "Surely and maybe")."""

    SURELY = "surely"
    MAYBE = "maybe"


class Role(StrEnum):
    """What a related place has to do with the story."""

    ISSUED = "issued"
    ENDED = "ended"
    CALLED = "called"
    BRANCH = "branch"
    DECLARED = "declared"
    NOTE = "note"


class Tag(StrEnum):
    """How an editor may draw the diagnostic's range besides underlining it."""

    UNNECESSARY = "unnecessary"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Related:
    """One step of the story. ``path`` names another file; ``None`` means the file of the diagnostic."""

    role: Role
    message: str
    span: Span
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that is safe to offer: its title in the imperative, and its edits, which do not overlap."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as the reader sees it. All spans are offsets in characters into the file's text.

    ``code`` is stable (``DADA-R2``); ``rule`` is its kebab-case name; ``label`` stands at the caret;
    ``related`` is in the order of the story; ``help`` says what to do.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    span: Span
    certainty: Certainty = Certainty.SURELY
    label: str | None = None
    related: tuple[Related, ...] = ()
    help: str | None = None
    fixes: tuple[Fix, ...] = ()
    tags: tuple[Tag, ...] = ()
