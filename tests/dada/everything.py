"""Asking an analysis all that an editor asks."""

from __future__ import annotations

from leaselens.model.analysis import Analysis


def answer_everything(analysis: Analysis) -> None:
    """Ask all that an editor asks: nothing raises, and spans lie in the text."""
    text = analysis.source.text
    for diagnostic in analysis.diagnostics:
        for span in (diagnostic.span, *(related.span for related in diagnostic.related)):
            assert 0 <= span.start <= span.end <= len(text)
    for statement in analysis.statements:
        for visit in list(analysis.visits_of(statement))[:2]:
            assert visit.number >= 1
    for binding in analysis.bindings:
        assert text[binding.span.start : binding.span.end] == binding.name
    for offset in range(0, len(text), 40):
        for visit in list(analysis.visits_at(offset))[:2]:
            assert visit.number >= 1
        analysis.place_at(offset)
        analysis.life_at(offset)
