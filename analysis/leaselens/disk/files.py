"""Which files a command line means, and which a folder has.

Paths are strings here: a ``Path`` would forget how they were written, and they are printed as given.
"""

# ruff: noqa: PTH100, PTH112, PTH113, PTH116, PTH206

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from leaselens.disk.ignored import Ignores, above
from leaselens.disk.texts import STDIN, real, reason


@dataclass(frozen=True)
class Found:
    """A path to read, as it is to be printed. ``explicit`` if it was named itself and not found in a folder."""

    path: str
    explicit: bool


@dataclass(frozen=True)
class Missing:
    """A path that leads nowhere."""

    path: str


@dataclass(frozen=True)
class Unlistable:
    """A folder that can't be looked into, and why."""

    path: str
    reason: str


def find(paths: list[str], extensions: tuple[str, ...]) -> Iterator[Found | Missing | Unlistable]:
    """The files that the paths mean, in the order given; a folder's files by name. What is met twice is told once."""
    seen: set[str] = set()
    for path in paths:
        for entry in _expand(path, extensions):
            key = entry.path if entry.path == STDIN else os.path.abspath(entry.path)
            if key not in seen:
                seen.add(key)
                yield entry


def below(folder: str, extensions: tuple[str, ...], given_up: Callable[[], bool]) -> Iterator[str]:
    """The files that ``find`` finds in a folder, as they are met, until it is given up: asked at each folder."""
    yield from (entry.path for entry in _Walk(folder, extensions, given_up).entries() if isinstance(entry, Found))


def exists(path: str) -> bool:
    """Whether there is anything at a path. What can't be looked at is there: it is a file that can't be read."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        return error.errno != errno.ELOOP
    return True


def _expand(path: str, extensions: tuple[str, ...]) -> Iterator[Found | Missing | Unlistable]:
    if path == STDIN:
        yield Found(path, explicit=True)
    elif not exists(path):
        yield Missing(path)
    elif os.path.isdir(path):
        yield from sorted(_Walk(path, extensions).entries(), key=lambda entry: entry.path.split(os.sep))
    else:
        yield Found(path, explicit=True)


class _Walk:
    """One walk over a named folder: hidden and ignored entries are left out, links that lead out of it too.

    Real entries come first and links afterwards, so that a file which is met both ways keeps its own name.
    """

    def __init__(self, root: str, extensions: tuple[str, ...], given_up: Callable[[], bool] = lambda: False) -> None:
        self._root = root
        self._given_up = given_up
        self._extensions = extensions
        self._real_root = Path(real(root))
        self._seen: set[str] = set()
        self._links: list[tuple[str, Ignores]] = []

    def entries(self) -> Iterator[Found | Unlistable]:
        yield from self._folder(self._root, above(self._real_root))
        while self._links:
            path, ignores = self._links.pop(0)
            if Path(real(path)).is_relative_to(self._real_root):
                yield from self._entry(path, ignores)

    def _folder(self, path: str, ignores: Ignores) -> Iterator[Found | Unlistable]:
        pending = [(path, Path(real(path)), ignores)]
        while pending and not self._given_up():
            printed, absolute, ignores = pending.pop()
            if str(absolute) in self._seen:
                continue
            self._seen.add(str(absolute))
            inner = ignores.inside(absolute)
            try:
                children = sorted(os.scandir(printed), key=lambda child: child.name)
            except OSError as error:
                yield Unlistable(printed, reason(error))
                continue
            for child in children:
                yield from self._child(child, absolute / child.name, inner, pending)

    def _child(
        self, child: os.DirEntry[str], absolute: Path, ignores: Ignores, pending: list[tuple[str, Path, Ignores]]
    ) -> Iterator[Found]:
        is_folder = child.is_dir(follow_symlinks=False)
        if child.name.startswith(".") or ignores.has(absolute, is_folder=is_folder):
            return
        if child.is_symlink():
            self._links.append((child.path, ignores))
        elif is_folder:
            pending.append((child.path, absolute, ignores))
        elif child.is_file(follow_symlinks=False):
            yield from self._file(child.path)

    def _entry(self, path: str, ignores: Ignores) -> Iterator[Found | Unlistable]:
        if os.path.isdir(path):
            yield from self._folder(path, ignores)
        elif os.path.isfile(path):
            yield from self._file(path)

    def _file(self, path: str) -> Iterator[Found]:
        target = real(path)
        if path.lower().endswith(self._extensions) and target not in self._seen:
            self._seen.add(target)
            yield Found(path, explicit=False)
