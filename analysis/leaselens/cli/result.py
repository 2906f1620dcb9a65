"""What checking one file came to."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.diagnostics import Diagnostic, Related
from leaselens.disk import texts
from leaselens.model.analysis import Output
from leaselens.text import Source


@dataclass(frozen=True)
class Checked:
    """A file (``source.name`` is its path as it is printed) and its diagnostics, by position.

    ``language`` is ``None`` for what is no file of any language (a folder that can't be listed), ``dialect`` where the
    text was not read. ``printed`` is what the program prints, ``None`` where nobody asked for it.
    """

    source: Source
    language: str | None
    dialect: str | None
    diagnostics: tuple[Diagnostic, ...]
    printed: tuple[Output, ...] | None = None

    def source_of(self, related: Related) -> Source:
        """The text that a step of a story points into: this one, or another file, which is read again for it."""
        if related.path is None or related.path == self.source.name:
            return self.source
        return texts.read(related.path, related.path).source
