"""The project that a text belongs to: the files around it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from leaselens.disk import texts

ROOTS = (".git", "Cargo.lock")
"""What lies in the folder that a project is."""
SKIPPED = frozenset({"target", "node_modules"})
"""Folders of things that were made; hidden folders are skipped too."""
MOST_FOLDERS = 20_000
"""In how many folders of a project files are looked for: it may be a disk."""
LASTS = 10.0
"""Seconds for which a folder that was looked at is taken to be as it was."""


class Folder:
    """A folder as it was when it was first asked about; see ``leaselens.model.files.Files``."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._real_root = Path(texts.real(root))
        self._by_ending: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str, str | None] = {}
        self._paths: tuple[str, ...] | None = None

    def locate(self, name: str) -> str | None:
        """The absolute path of a text."""
        return absolute(name)

    def ending(self, end: str) -> Sequence[str]:
        """The files whose path ends so."""
        if self._paths is None:
            self._paths = tuple(sorted(_walk(self.root)))
        if end not in self._by_ending:
            self._by_ending[end] = tuple(path for path in self._paths if path.endswith(end))
        return self._by_ending[end]

    def text(self, path: str) -> str | None:
        """What is in a file; ``None`` if it can't be read, or is a link that leads out of the project."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str | None:
        if not Path(texts.real(path)).is_relative_to(self._real_root):
            return None
        read = texts.read(path, path)
        return read.source.text if read.problem is None else None


def around(name: str) -> Folder | None:
    """The project that a text belongs to; ``None`` if it is in none."""
    path = absolute(name)
    root = _root(os.path.dirname(path)) if path is not None else None  # noqa: PTH120
    return _folder(root, int(time.monotonic() / LASTS)) if root is not None else None


def absolute(name: str) -> str | None:
    """The absolute path of a text with this name, which is a path or a ``file:`` URI."""
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    elif "://" in name or name in ("", "-"):
        return None
    return Path(os.path.abspath(name)).as_posix()  # noqa: PTH100 (a link stays what it is called)


@lru_cache(maxsize=4)
def _folder(root: str, moment: int) -> Folder:
    del moment
    return Folder(root)


@cache
def _root(folder: str) -> str | None:
    """The nearest folder above that is a project."""
    here = Path(folder)
    return next((str(above) for above in (here, *here.parents) if any((above / mark).exists() for mark in ROOTS)), None)


def _walk(root: str) -> Sequence[str]:
    found: list[str] = []
    for folder, folders, files in islice(os.walk(root), MOST_FOLDERS):
        here = Path(folder).as_posix()
        folders[:] = [name for name in folders if not name.startswith(".") and name not in SKIPPED]
        found += [f"{here}/{name}" for name in files]
    return found
