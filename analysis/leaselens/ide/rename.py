"""Rename: every place of a name at once, if the program then means what it meant.

What is refused is refused with a reason. The edited text is analysed: each word must mean what it meant, and everything
that is reported must have been reported before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from leaselens import languages
from leaselens.diagnostics import Diagnostic, Edit, edited
from leaselens.ide.definition import definition
from leaselens.model.analysis import Analysis
from leaselens.model.names import Name
from leaselens.text import Source, Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something can't be renamed: a sentence for the reader, without a full stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class Renamable:
    """A name that can be renamed, and the word of it under the cursor."""

    name: Name
    word: Span


def prepare(analysis: Analysis, offset: int) -> Renamable | Refusal:
    """What is under a cursor, if all its places are known."""
    found = definition(analysis, offset)
    if found.word is None:
        return Refusal("what is here was not declared in this file")
    if len(found.targets) > 1:
        return Refusal(f"`{found.targets[0].text}` may mean {_listed(found.targets)} here")
    (name,) = found.targets
    return _ambiguity(analysis, name) or Renamable(name, found.word)


def rename(
    analysis: Analysis,
    offset: int,
    text: str,
    dialect: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Sequence[Edit] | Refusal:
    """The edits that give the name under a cursor another text.

    The edited text is analysed, as ``languages.analyse`` does with ``dialect`` and ``cancelled``: once that says yes,
    the answer is nobody's.
    """
    found = prepare(analysis, offset)
    if isinstance(found, Refusal):
        return found
    if text == found.name.text:
        return []
    if objection := analysis.objection_to(text):
        return Refusal(objection)
    edits = [Edit(occurrence.span, text) for occurrence in found.name.occurrences]
    source = Source(analysis.source.name, edited(analysis.source.text, edits))
    after = languages.analyse(source, language=analysis.language, dialect=dialect, cancelled=cancelled)
    return _Comparison(analysis, after, found.name, text).difference() or edits


# ---------------------------------------------------------------- what stands where


def _ambiguity(analysis: Analysis, name: Name) -> Refusal | None:
    """A place of the name where the runs do not tell, or that is a place of another name too."""
    mine = {occurrence.span for occurrence in name.occurrences}
    for other in analysis.declarations:
        theirs = {*(occurrence.span for occurrence in other.occurrences), *other.unsure}
        if other.declaration != name.declaration and (shared := mine & theirs):
            both = _listed((name, other))
            return Refusal(f"`{name.text}` in line {_line(analysis, min(shared))} may mean {both}")
    if name.unsure:
        return Refusal(f"it is not known what `{name.text}` in line {_line(analysis, name.unsure[0])} means")
    return None


def _listed(names: Iterable[Name]) -> str:
    return " or ".join(f"that of `{name.container}`" if name.container else f"the {name.kind.value}" for name in names)


def _line(analysis: Analysis, span: Span) -> int:
    return analysis.source.lines.position(span.start).line + 1


# ---------------------------------------------------------------- before and after


class _Comparison:
    """A text before and after a name got another text."""

    def __init__(self, before: Analysis, after: Analysis, name: Name, text: str) -> None:
        self._before, self._after, self._name, self._text = before, after, name, text
        self._starts = [occurrence.span.start for occurrence in name.occurrences]
        self._new_word = re.compile(rf"\b{re.escape(text)}\b")

    def difference(self) -> Refusal | None:
        """What is not as it was."""
        if self._after.dialect != self._before.dialect:
            return Refusal(f"with `{self._text}` in it, the file would be read in the dialect {self._after.dialect}")
        word = self._other_meaning()
        if word is not None:
            return Refusal(f"`{self._after.source.text[slice(*word)]}` in line {self._line(word)} would mean another")
        return self._other_report()

    def _other_meaning(self) -> Span | None:
        """The first word that means something else than it meant."""
        expected = dict(_meanings(self._before.declarations, self._moved))
        found = dict(_meanings(self._after.declarations, lambda span: span))
        return min(
            (span for span in expected.keys() | found.keys() if expected.get(span) != found.get(span)), default=None
        )

    def _other_report(self) -> Refusal | None:
        """The first diagnostic that is only made before, or only after; names and advice aside."""
        before = {self._told(replace(d, span=self._moved(d.span))): d for d in self._before.diagnostics}
        after = {self._told(diagnostic): diagnostic for diagnostic in self._after.diagnostics}
        for told, found in after.items():
            if told not in before:
                return Refusal(f"line {self._line(found.span)} would have a new problem: {found.message}")
        for told, found in before.items():
            if told not in after:
                return Refusal(f"line {self._line(told.span)} would lose its problem: {found.message}")
        return None

    def _told(self, diagnostic: Diagnostic) -> Diagnostic:
        message = self._new_word.sub(self._name.text, diagnostic.message)
        return replace(diagnostic, message=message, label=None, related=(), help=None, fixes=())

    def _moved(self, span: Span) -> Span:
        """Where a span of the text before is in the text after."""
        growth = len(self._text) - len(self._name.text)
        before_start = sum(start < span.start for start in self._starts)
        before_end = sum(start < span.end for start in self._starts)
        return Span(span.start + growth * before_start, span.end + growth * before_end)

    def _line(self, span: Span) -> int:
        return _line(self._after, span)


def _meanings(names: Iterable[Name], moved: Callable[[Span], Span]) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """For each word the declarations that it may mean."""
    meanings: dict[Span, set[Span]] = {}
    for name in names:
        for span in (*(occurrence.span for occurrence in name.occurrences), *name.unsure):
            meanings.setdefault(moved(span), set()).add(moved(name.declaration))
    for span, declarations in meanings.items():
        yield span, tuple(sorted(declarations))
