"""What in other files has to do with the thing under a cursor: what implements it, what calls it."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens import languages
from leaselens.model.analysis import Analysis
from leaselens.model.elsewhere import Elsewhere, Lack, Relation
from leaselens.model.files import Files


def implementations(analysis: Analysis, offset: int, files: Files | None) -> Sequence[Elsewhere]:
    """The functions that implement what is under a cursor, by the paths of their files."""
    return _places(analysis, offset, files, (Relation.IMPLEMENTATION,))


def references(analysis: Analysis, offset: int, files: Files | None) -> Sequence[Elsewhere]:
    """All places in other files, those that implement first, those that are told by their name alone last."""
    return _places(analysis, offset, files, tuple(Relation))


def lacking(analysis: Analysis) -> Lack | None:
    """What is not installed, without which nothing is known of other files; ``None`` if all is there."""
    return languages.LANGUAGES[analysis.language].lacking()


def _places(analysis: Analysis, offset: int, files: Files | None, wanted: Sequence[Relation]) -> Sequence[Elsewhere]:
    if files is None:
        return ()
    found = languages.LANGUAGES[analysis.language].elsewhere(analysis, offset, files, wanted)
    return sorted(found, key=lambda place: (wanted.index(place.relation), place.source.name, place.word))
