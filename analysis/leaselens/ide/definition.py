"""Go to definition, go to type definition, and references: what the declared names and their places tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leaselens.model.analysis import Analysis
from leaselens.model.names import Name, Use
from leaselens.text import Span


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a word leads: the word itself (``None``: the place under the cursor is none), and what it means."""

    word: Span | None
    targets: tuple[Name, ...]


def definition(analysis: Analysis, offset: int) -> Definition:
    """What the word under a cursor means; where only the runs could tell and don't, whatever it may mean."""
    sure = names_at(analysis, offset)
    if sure:
        return Definition(_word(sure[0], offset), tuple(sure))
    maybe = [name for name in analysis.declarations if any(span.touches(offset) for span in name.unsure)]
    return Definition(next((s for name in maybe for s in name.unsure if s.touches(offset)), None), tuple(maybe))


def type_definition(analysis: Analysis, offset: int) -> Definition:
    """The classes of what is held by the place under a cursor."""
    sure = names_at(analysis, offset)
    return Definition(_word(sure[0], offset) if sure else None, tuple(analysis.classes_at(offset)))


def references(analysis: Analysis, offset: int, *, with_declaration: bool) -> Sequence[Span]:
    """Where what is under a cursor surely stands, in order of position."""
    found = {
        occurrence.span
        for name in names_at(analysis, offset)
        for occurrence in name.occurrences
        if with_declaration or occurrence.use is not Use.DECLARED
    }
    return sorted(found)


def names_at(analysis: Analysis, offset: int) -> Sequence[Name]:
    """The names that surely stand under a cursor: several, if a field is of several classes on the recorded runs."""
    return [name for name in analysis.declarations if _word(name, offset) is not None]


def _word(name: Name, offset: int) -> Span | None:
    return next((o.span for o in name.occurrences if o.span.touches(offset)), None)
