"""The files in the folders of the workspace: looked at when somebody asks, never changed, and only so many.

What an editor has open is not read here: its text is the editor's.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from pygls.exceptions import JsonRpcRequestCancelled
from pygls.uris import to_fs_path

from leaselens.diagnostics import Diagnostic
from leaselens.disk.files import below
from leaselens.disk.texts import Text, read, real
from leaselens.languages import extensions
from leaselens.text import Source
from leaselens_server.faults import Faults
from leaselens_server.progress import Work
from leaselens_server.worker import Worker

MOST_FILES = 2_000
"""How many files are looked at."""
MOST_BYTES = 16_000_000
"""How many bytes they may have together."""
MOST_FOLDERS = 20_000
"""In how many folders they are looked for."""

T = TypeVar("T")


@dataclass(frozen=True)
class File:
    """A file as it was when the folders were looked through: two that are equal have the same text."""

    path: str
    changed: int
    size: int

    @property
    def uri(self) -> str:
        return Path(self.path).as_uri()


class Files:
    """The files of the languages that we know in the folders of the workspace, hidden and ignored ones left out."""

    def __init__(self, loop: asyncio.AbstractEventLoop, faults: Faults, open_paths: Callable[[], set[str]]) -> None:
        self.folders: dict[str, str] = {}
        """Their paths, by their URIs."""
        self._faults, self._open_paths = faults, open_paths
        self._reader = Worker(loop, "files")
        self._is_closed = False
        self._news = asyncio.Event()

    def add(self, uris: Iterable[str]) -> None:
        """These folders are part of the workspace now. What is no folder of this machine is left out."""
        for uri in uris:
            path = to_fs_path(uri)
            if path is not None:
                self.folders[uri] = path
        self.changed()

    def remove(self, uris: Iterable[str]) -> None:
        """These folders are no part of the workspace any more."""
        for uri in uris:
            self.folders.pop(uri, None)
        self.changed()

    def changed(self) -> None:
        """Something has changed: in the folders, in what is open, or in what is wanted."""
        self._news.set()
        self._news = asyncio.Event()

    @property
    def news(self) -> asyncio.Event:
        """Set when something changes from now on."""
        return self._news

    def close(self) -> None:
        """Read no more."""
        self._is_closed = True
        self._reader.stop()

    async def listed(self) -> list[File]:
        """The files as they are now that are not open in the editor, by their paths."""
        folders = tuple(self.folders.values())
        files, is_all = await self._reader.result_of(partial(self._look_through, folders))
        if not is_all:
            self._faults.complain("the workspace is larger than is looked at: some of its files are left out")
        are_open = self._open_paths()
        return [file for file in files if file.path not in are_open]

    async def text(self, file: File) -> Text:
        """What is in a file, named by its URI."""
        return await self._reader.result_of(partial(read, file.path, file.uri))

    def _look_through(self, folders: tuple[str, ...]) -> tuple[list[File], bool]:
        """In the reading thread: the files, and whether these are all."""
        found: dict[str, File] = {}
        left, size, is_all = MOST_FOLDERS, 0, True

        def given_up() -> bool:
            nonlocal left
            left -= 1
            return left < 0 or self._is_closed

        for file in _files_below(folders, given_up):
            if file.path not in found:
                if len(found) == MOST_FILES:
                    is_all = False
                    break
                if size + file.size > MOST_BYTES:
                    is_all = False
                    continue
                found[file.path] = file
                size += file.size
        return sorted(found.values(), key=lambda file: file.path), is_all and left >= 0


def path_of(uri: str) -> str | None:
    """The path of a file with this URI, without any link; ``None`` for what is no file (``untitled:``)."""
    path = to_fs_path(uri)
    return real(path) if path is not None else None


def _files_below(folders: Iterable[str], given_up: Callable[[], bool]) -> Iterator[File]:
    for folder in folders:
        for path in below(folder, extensions(), given_up):
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError:  # gone meanwhile
                continue
            yield File(real(path), status.st_mtime_ns, status.st_size)


Make = Callable[[Source, Diagnostic | None, Callable[[], bool]], T | None]


class Gathered(Generic[T]):
    """What was made of each file; it is made anew when the file has changed, or what ``depends_on`` gives has.

    ``make`` is run in the analysing thread, with the text (named by the file's URI), the reason why it could not be
    read whole, and a function that says whether somebody is waiting for that thread: then it may give up with ``None``,
    and is called again when it is its turn.
    """

    def __init__(
        self,
        files: Files,
        worker: Worker,
        faults: Faults,
        make: Make[T],
        depends_on: Callable[[], object],
    ) -> None:
        self._files, self._worker, self._faults, self._make = files, worker, faults, make
        self._depends_on = depends_on
        self._made: dict[str, tuple[object, T | None]] = {}
        """By path: what it was made of, and what that came to (``None``: to a fault)."""
        self._turn = asyncio.Lock()

    async def all(self, work: Work) -> AsyncGenerator[tuple[File, T], None]:
        """What the files come to, each as soon as it is known. If the client calls it off, so is the request."""
        async with self._turn:
            files = await self._files.listed()
            self._made = {file.path: self._made[file.path] for file in files if file.path in self._made}
            for number, file in enumerate(files):
                work.report(f"{number} of {len(files)} files", 100 * number // len(files))
                made = await self._made_of(file, work)
                if work.is_called_off:
                    raise JsonRpcRequestCancelled()
                if made is not None:
                    yield file, made

    async def _made_of(self, file: File, work: Work) -> T | None:
        source = file, self._depends_on()
        known, made = self._made.get(file.path, (None, None))
        if known == source:
            return made
        text = await self._files.text(file)
        made = None

        def gives_way() -> bool:
            return self._worker.is_awaited() or work.is_called_off

        try:
            while made is None and not work.is_called_off:
                made = await self._worker.result_of(partial(self._make, text.source, text.problem, gives_way))
        except Exception as fault:  # it costs what is made of this file
            self._faults.report("looking at a file", fault)
        if not work.is_called_off:
            self._made[file.path] = source, made
        return made
