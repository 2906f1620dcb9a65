"""What a growing selection takes."""

from __future__ import annotations

from leaselens.model.analysis import Analysis
from leaselens.text import Span


def selections(analysis: Analysis, offset: int) -> list[Span]:
    """The ranges around a cursor, from the smallest to the largest; where nothing is, the cursor itself."""
    return list(analysis.selections_at(offset)) or [Span(offset, offset)]
