"""The files around a text, for a front end that must look beyond it; the front end itself reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Files(Protocol):
    """A folder with everything in it, as it was at one moment. Paths are absolute, with ``/`` between their parts.

    One that may have changed is another object: what was found in it is remembered by its identity.
    """

    def __hash__(self) -> int: ...

    def locate(self, name: str) -> str | None:
        """The path of a text that is called ``name`` (a path as it was given, or a URI); ``None`` if it has none."""

    def ending(self, end: str) -> Sequence[str]:
        """The paths of all files whose path ends so (``/build.rs``, ``.rs``), sorted."""

    def text(self, path: str) -> str | None:
        """What is in a file; ``None`` if it is not there or can't be read as UTF-8."""
