"""The outline of a file."""

from __future__ import annotations

from leaselens.model.analysis import Analysis, Symbol


def symbols(analysis: Analysis) -> list[Symbol]:
    """The classes, functions and module-level variables of a file as a tree, in order of position."""
    return list(analysis.outline)
