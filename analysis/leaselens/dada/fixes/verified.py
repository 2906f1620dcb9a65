"""Whether an edit is safe to offer: the edited text is analysed, and has the same diagnostics but one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from leaselens import dada
from leaselens.dada import detect
from leaselens.dada.fixes.edits import Drift, edited
from leaselens.diagnostics import Diagnostic, Fix
from leaselens.text import Source

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


def mends(analysis: DadaAnalysis, diagnostic: Diagnostic, fix: Fix, cancelled: Callable[[], bool]) -> bool:
    """Whether the diagnostic is gone after the fix, and everything else that is told then was told before.

    More may be gone than the one diagnostic: a function that becomes ``async`` mends each of its ``.await``.
    """
    source = analysis.source
    after = dada.analyse(Source(source.name, edited(source.text, fix.edits)), analysis.dialect, cancelled=cancelled)
    if cancelled() or not _stays(analysis, after):
        return False
    drift = Drift(source.text, fix.edits)
    others = [other for other in analysis.diagnostics if other != diagnostic]
    return all(_was_told(found, others, drift) for found in after.diagnostics)


def _stays(before: DadaAnalysis, after: DadaAnalysis) -> bool:
    """Whether the edit leaves the text in its dialect: `.shlease` in a file of the last interpreter would not."""
    was, becomes = detect.detect(before.source.text).dialect, detect.detect(after.source.text).dialect
    return after.dialect == before.dialect and becomes in (was, before.file.dialect)


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
    spans = zip((before.span, *(r.span for r in before.related)), (after.span, *(r.span for r in after.related)))
    return all(drift.may_become(old, new) for old, new in spans)
