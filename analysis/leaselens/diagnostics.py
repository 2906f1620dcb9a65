"""What a reader is told: a diagnostic with its whole story, as plain values.

The prose is made by the front ends; how it is shown is the business of ``cli`` and of the server.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits, which do not overlap; of two at one place the first one comes first."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*parts, text[done:]])


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that is safe to offer: its title in the imperative, and its edits, which do not overlap."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as the reader sees it. All spans are offsets in characters into the file's text.

    ``code`` is stable (``DADA-R2``); ``rule`` is its kebab-case name; ``label`` stands at the caret;
    ``related`` is in the order of the story; ``help`` says what to do. What is ``optional`` is advice, shown only to
    those who ask for it.
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
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a front end's catalogue: a stable code, the name of the rule, what it is about.

    ``help`` is what a newcomer is told to do, ``None`` where the message says it all.
    """

    code: str
    name: str
    title: str
    help: str | None = None
    severity: Severity = Severity.ERROR

    def at(
        self,
        span: Span,
        message: str,
        *,
        label: str = "here",
        related: tuple[Related, ...] = (),
        help: str | None = None,
        severity: Severity | None = None,
        optional: bool = False,
    ) -> Diagnostic:
        """A diagnostic of this rule at a place."""
        return Diagnostic(
            self.code,
            self.name,
            severity or self.severity,
            message,
            span,
            label=label,
            related=related,
            help=help or self.help,
            optional=optional,
        )
