"""Whether an edit is safe to offer: the edited text is analysed, and has the same diagnostics but one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from leaselens import dada
from leaselens.dada import detect
from leaselens.dada.fixes.edits import Drift
from leaselens.diagnostics import Diagnostic, Fix, edited
from leaselens.text import Source

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


def mends(analysis: DadaAnalysis, diagnostic: Diagnostic, fix: Fix, cancelled: Callable[[], bool]) -> bool:
    """Whether the diagnostic is gone after the fix, and everything else that is told then was told before.

    More may be gone than the one diagnostic: a function that becomes ``async`` mends each of its ``.await``.
    """
    text = edited(analysis.source.text, fix.edits)
    drift = Drift(analysis.source.text, fix.edits)
    others = [other for other in analysis.diagnostics if other != diagnostic]
    for dialect in _dialects(analysis, text):
        after = dada.analyse(Source(analysis.source.name, text), dialect, cancelled=cancelled)
        if cancelled() or not all(_was_told(found, others, drift) for found in after.diagnostics):
            return False
    return True


def _dialects(analysis: DadaAnalysis, text: str) -> Iterator[str]:
    """The dialects in which the edited text may be read: the one that it had, and another that it looks like now.

    `leased` for `shleased` may be all that told one tutorial from the other.
    """
    dialect = analysis.file.dialect
    yield dialect.name
    becomes = detect.detect(text).dialect
    if becomes != dialect and detect.detect(analysis.source.text).dialect == dialect:
        yield becomes.name


def _was_told(found: Diagnostic, others: Iterable[Diagnostic], drift: Drift) -> bool:
    return any(_says(found) == _says(other) and _stands_alike(other, found, drift) for other in others)


def _says(diagnostic: Diagnostic) -> tuple[object, ...]:
    related = tuple((step.role, step.message, step.path) for step in diagnostic.related)
    return (
        diagnostic.code,
        diagnostic.severity,
        diagnostic.certainty,
        diagnostic.message,
        diagnostic.label,
        diagnostic.help,
        related,
    )


def _stands_alike(before: Diagnostic, after: Diagnostic, drift: Drift) -> bool:
    olds, news = ((told.span, *(step.span for step in told.related)) for told in (before, after))
    return all(drift.may_become(old, new) for old, new in zip(olds, news, strict=True))
