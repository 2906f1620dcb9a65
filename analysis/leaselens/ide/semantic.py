"""Semantic highlighting: the words of a text, with what they are and hold."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.model.analysis import Analysis
from leaselens.model.semantic import PlacedPassage
from leaselens.text import Span


def passages(analysis: Analysis, within: Span | None = None) -> Iterator[PlacedPassage]:
    """The text piece by piece (or the pieces that a range touches), in order. Each is made when it is asked for: where
    there are many, let others have their turn in between."""
    return analysis.passages(within)
