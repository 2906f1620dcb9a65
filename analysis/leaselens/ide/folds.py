"""What an editor may fold."""

from __future__ import annotations

from leaselens.model.analysis import Analysis, Fold


def folds(analysis: Analysis) -> list[Fold]:
    """The lines that may be hidden, in order of position."""
    return list(analysis.folds)
