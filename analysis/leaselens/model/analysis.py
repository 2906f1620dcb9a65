"""What every front end can answer about one file; ``ide``, ``cli`` and the server know nothing else of a language.

All spans and offsets are in characters, absolute in the file's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from leaselens.diagnostics import Certainty, Diagnostic, Edit, Fix
from leaselens.model.completion import CallInProgress, Completions
from leaselens.model.diagram import Permission, Row
from leaselens.model.picture import Picture
from leaselens.model.semantic import PlacedPassage
from leaselens.text import Source, Span

if TYPE_CHECKING:
    from leaselens.model.names import Name


@dataclass(frozen=True, slots=True)
class Choice:
    """A branch on something unknown, and which way this world went (``taken``: the condition held)."""

    span: Span
    taken: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One execution of an expression: the moments before and after it.

    ``before`` or ``after`` may be ``None`` (the run ended in between). ``number`` counts the executions on the same
    run from 1; ``world`` and ``worlds`` say which of how many alternatives of that execution this is (``world`` from
    1). ``calls`` are the call expressions under way, oldest first. ``complete`` is false where a budget cut the run.
    ``run`` gives the numbers of leases in the diagrams their meaning (``Analysis.life_of``).
    """

    before: Picture | None
    after: Picture | None
    number: int = 1
    world: int = 1
    worlds: int = 1
    path: tuple[Choice, ...] = ()
    calls: tuple[Span, ...] = ()
    complete: bool = True
    run: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """What is known of the place under the cursor: its text (``p.a``), and what it holds just before and just after the
    expression it stands in, one row for each different answer over all worlds and visits."""

    span: Span
    name: str
    before: tuple[Row, ...]
    after: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """A declared variable or parameter: the span of its name, whether its permission is already written in the source,
    and the rows it holds right after the declaration (one for each different answer)."""

    name: str
    span: Span
    declared: bool
    rows: tuple[Row, ...]


class SymbolKind(StrEnum):
    """What a symbol of the outline is."""

    CLASS = "class"
    FIELD = "field"
    FUNCTION = "function"
    PARAMETER = "parameter"
    VARIABLE = "variable"
    MODULE = "module"
    INTERFACE = "interface"
    OPERATION = "operation"
    LEASE = "lease"


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry of the outline: ``span`` is all of it, ``selection`` its name; ``detail`` is a signature or ``""``."""

    name: str
    kind: SymbolKind
    span: Span
    selection: Span
    detail: str = ""
    children: tuple[Symbol, ...] = ()


class LifeEvent(StrEnum):
    """A station in the life of a lease (or of an owned value)."""

    ISSUED = "issued"
    USED = "used"
    """A place that holds it stands here."""
    LESSOR = "lessor"
    """A place that it was leased from stands here, while it has not ended."""
    EXPIRED = "expired"
    """A place that held it stands here, after its end."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Life:
    """One station of a life. ``certainty`` is ``MAYBE`` where this is so in some of the recorded executions only.

    ``permission`` is what the place holds, and ``leased_out`` whether others hold leases from it then (``USED`` and
    ``LESSOR``).
    """

    span: Span
    event: LifeEvent
    certainty: Certainty = Certainty.SURELY
    permission: Permission | None = None
    leased_out: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """Something that the program prints: by which expression, and the text, with the newline that ends it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a front end has to tell of the thing under a cursor: paragraphs of Markdown, and a picture."""

    span: Span
    paragraphs: tuple[str, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A fact that is to be shown between the words of the text, at ``offset``.

    ``explanation`` is Markdown, or ``""`` where the picture of ``statement`` says it.
    """

    offset: int
    label: str
    explanation: str
    statement: Span | None = None


class FoldKind(StrEnum):
    """What is folded; editors fold comments apart from code."""

    CODE = "code"
    COMMENT = "comment"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that an editor may hide: those behind the one on which ``span`` starts, up to the one on which it ends.

    What closes a block is not part of it, if it stands on a line of its own: that line stays.
    """

    span: Span
    kind: FoldKind = FoldKind.CODE


class Analysis(Protocol):
    """The finished, immutable answer of a front end about one text. Every method is total: no argument raises."""

    @property
    def source(self) -> Source: ...

    @property
    def language(self) -> str:
        """``dada``, ..."""

    @property
    def dialect(self) -> str | None:
        """The dialect that was read, chosen or detected."""
        return None

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """In order of position."""

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        """What may be offered to mend one of ``diagnostics``, the likeliest first.

        Each is known to mend it: the edited text was analysed. That takes as long as analysing the text does, several
        times over: ask when somebody wants to see fixes, never while a text is typed. Once ``cancelled`` says yes, the
        answer is empty.
        """

    @property
    def outline(self) -> Sequence[Symbol]:
        """The symbols of the file as a tree, in order of position."""
        return ()

    @property
    def statements(self) -> Sequence[Span]:
        """Every statement of every body, in order of position."""
        return ()

    @property
    def bindings(self) -> Sequence[Binding]:
        """Every declared variable and parameter, in order of position."""
        return ()

    @property
    def outputs(self) -> Sequence[Output]:
        """What the program prints on every run, in order: up to its first error, or to where its runs part."""
        return ()

    def printed_by(self, expression: Span) -> Sequence[str]:
        """The different texts that an expression prints over all recorded runs, in the order of their happening.

        In Dada that is an ``.await``, or the call in it that made what is awaited. Each text has the newline that ends
        it. Texts of which something is not known are left out, and there may be a bound to how many are told.
        """
        return ()

    def expression_at(self, offset: int) -> Span | None:
        """The expression that a cursor means (for Dada: reference §E.2), or ``None``."""
        return None

    def visits_at(self, offset: int) -> Sequence[Visit]:
        """The recorded executions of that expression, in the order of their happening; empty if never reached."""
        return ()

    def visits_of(self, statement: Span) -> Sequence[Visit]:
        """The recorded executions of one of ``statements``, which a cursor can't always mean (the last of a block)."""
        return ()

    def place_at(self, offset: int) -> PlaceFact | None:
        """The place whose name is under the cursor."""
        return None

    def life_at(self, offset: int) -> Sequence[Life]:
        """The life of what the place under the cursor holds, in order of position."""
        return ()

    def life_of(self, run: int, lease: int) -> Sequence[Life]:
        """The life of a lease (``Row.lease``) that stands in a diagram of a run (``Visit.run``), likewise."""
        return ()

    @property
    def declarations(self) -> Sequence[Name]:
        """Everything that is declared under a name, in order of declaration, with the places where the name stands."""
        return ()

    def classes_at(self, offset: int) -> Sequence[Name]:
        """The classes of the objects that the place under the cursor holds on the recorded runs; of one that is never
        reached, the class that it is declared to hold."""
        return ()

    def objection_to(self, name: str) -> str | None:
        """Why nothing in this text can be called so (no word, or one of the language's own); ``None``: it can."""
        return None

    def note_at(self, offset: int) -> Note | None:
        """What the front end has to tell of the thing under the cursor, where that is neither a place nor a value."""
        return None

    @property
    def annotations(self) -> Sequence[Annotation]:
        """Facts to be shown between the words, in order of position."""
        return ()

    @property
    def folds(self) -> Sequence[Fold]:
        """What may be folded, in order of position; each covers two lines or more."""
        return ()

    def selections_at(self, offset: int) -> Sequence[Span]:
        """What a selection that grows from a cursor takes: a word, an expression, ..., the file. Each lies in the
        next, which is larger."""
        return ()

    def formatting(self, indent: str = "    ", within: Span | None = None) -> Sequence[Edit]:
        """What puts the text into its standard layout, in order of position; empty if it has it.

        ``indent`` is one level of indentation. With ``within``, only the lines that this range touches are laid out.
        The edited text is known to mean the same. What can't be read is left as it is.
        """
        return ()

    def passages(self, within: Span | None = None) -> Iterator[PlacedPassage]:
        """The words of the text with what they are and hold, piece by piece in order; or of those pieces alone that a
        range touches. Each piece is made when it is asked for, and remembered."""
        return iter(())

    def completions(self, source: Source, offset: int) -> Completions | None:
        """What may be typed at an offset of ``source``; ``None`` where nothing can be told.

        ``source`` is the text as it is now; this analysis may be of an earlier state of it. What is being typed is told
        by ``source``, what is known there by the point of the analysed text that it has grown from.
        """
        return None

    def call_at(self, source: Source, offset: int) -> CallInProgress | None:
        """The innermost call between whose parentheses the cursor stands in ``source``, which is the text as it is now,
        likewise."""
        return None

    def view(self, stage: str, offset: int | None) -> str:
        """A stage of the analysis as text, for people who work on Leaselens: ``tree``, ``names``, ``ir``, ``worlds``.

        Raises ``ValueError`` for a stage that the language does not have.
        """
