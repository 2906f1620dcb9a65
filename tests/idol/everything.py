"""Asking the analysis of an interface all that an editor asks."""

from __future__ import annotations

from itertools import pairwise

from leaselens.diagnostics import edited
from leaselens.idol import Facts, IdolAnalysis, analyse
from leaselens.text import Source


def read(text: str) -> IdolAnalysis:
    """A text as an interface that nothing is known of."""
    return analyse(Source("a.idol", text), Facts())


def answer_everything(text: str, step: int = 1) -> IdolAnalysis:
    """Ask all, at every ``step``-th place: nothing raises, and spans lie in the text."""
    analysis = read(text)
    for diagnostic in analysis.diagnostics:
        for span in (diagnostic.span, *(related.span for related in diagnostic.related)):
            assert 0 <= span.start <= span.end <= len(text)
        analysis.fixes(diagnostic)
    for offset in range(0, len(text) + 1, step):
        _answer_at(analysis, offset)
    for name in analysis.declarations:
        assert text[slice(*name.declaration)] == name.text or "\\" in text
    tokens = [token.span for placed in analysis.passages() for token in placed.passage.tokens]
    assert all(before.end <= after.start for before, after in pairwise(tokens))
    assert (analysis.outline, analysis.folds, analysis.annotations) is not None
    edited(text, analysis.formatting())
    return analysis


def _answer_at(analysis: IdolAnalysis, offset: int) -> None:
    chain = analysis.selections_at(offset)
    assert all(outer.start <= inner.start and inner.end <= outer.end for inner, outer in pairwise(chain))
    for visit in analysis.visits_at(offset):
        assert visit.after is not None
    analysis.completions(analysis.source, offset)
    analysis.note_at(offset)
    analysis.expression_at(offset)
