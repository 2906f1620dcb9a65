"""The open documents: their texts, what was edited, and immutable snapshots of them.

pygls' own document takes Unicode's line ends for lines and loses step with the editor on the first form feed, so no
text is ever taken from it. Here a line is what the protocol calls one (``lines``), a column counts Unicode characters,
and an edit costs what it changes, however long the document is. Nothing in this module reads a file.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote

from leaselens.text import Source
from leaselens_server.lines import Lines, split_lines

_SURROGATE = re.compile("[\ud800-\udfff]")
_REMEMBERED_EDITS = 1000


def content(line: str) -> str:
    """A line without its line end."""
    return line.rstrip("\r\n")


def whole_characters(text: str) -> str:
    """The text with every pair of surrogates that stand side by side as the one character that they mean.

    An editor that counts in UTF-16 may send the halves of a character in two edits.
    """
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def shown_name(uri: str) -> str:
    """What a reader calls the file of a URI: the last part of its path."""
    return PurePosixPath(unquote(uri)).name


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: a 0-based line and a 0-based column in characters; what lies outside is clamped."""

    line: int
    column: int


@dataclass(frozen=True)
class Snapshot:
    """A document at one moment.

    ``version`` is the editor's number, which may be anything; ``revision`` is ours and only ever grows.
    """

    uri: str
    language: str
    version: int | None
    revision: int
    lines: Lines

    @staticmethod
    def of(source: Source, language: str | None) -> Snapshot:
        """A text that no editor has open, named by its URI."""
        return Snapshot(source.name, language or "", None, 0, Lines.of(source.text))

    @cached_property
    def source(self) -> Source:
        """The text as the analysis takes it, named by the URI."""
        return Source(self.uri, self.lines.text)


@dataclass(frozen=True, slots=True)
class _LineEdit:
    """An edit as far as lines go: how many it left untouched at the head and at the tail, and how many there were."""

    revision: int
    head: int
    tail: int
    lines_before: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How the lines of one revision (``old``) lie in a later one (``new``): those that no edit touched.

    The first ``head`` lines and the last ``tail`` lines are the same in both, which have ``old`` and ``new`` lines.
    """

    head: int
    tail: int
    old: int
    new: int

    def to_new(self, line: int) -> int | None:
        """Where a line of the old revision is in the new one; ``None`` if it was touched."""
        return self._moved(line, self.old, self.new)

    def to_old(self, line: int) -> int | None:
        """Where a line of the new revision was in the old one; ``None`` if it was touched."""
        return self._moved(line, self.new, self.old)

    def reversed(self) -> Drift:
        """How the lines of the new revision lay in the old one."""
        return Drift(self.head, self.tail, self.new, self.old)

    def _moved(self, line: int, here: int, there: int) -> int | None:
        if line < self.head:
            return line
        return line - here + there if line >= here - self.tail else None


class Document:
    """One open document. Its methods are for the event loop's thread alone; a ``Snapshot`` may go anywhere."""

    def __init__(self, uri: str, language: str, version: int | None, text: str, revision: int) -> None:
        self.uri = uri
        self.language = language
        self.version = version
        self.opened = self.revision = revision
        self.lines = Lines.of(whole_characters(text))
        self._edits: deque[_LineEdit] = deque(maxlen=_REMEMBERED_EDITS)
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The document as it is now; the same value until it changes."""
        if self._snapshot is None or self._snapshot.revision != self.revision:
            self._snapshot = Snapshot(self.uri, self.language, self.version, self.revision, self.lines)
        return self._snapshot

    def touch(self, revision: int) -> None:
        """Begin a new revision though the text is the same (what it is read as may have changed)."""
        self.revision = revision

    def replace_all(self, text: str, revision: int) -> None:
        """Replace the whole text."""
        self._edits.append(_LineEdit(revision, 0, 0, len(self.lines)))
        self.lines = Lines.of(whole_characters(text))
        self.revision = revision

    def replace(self, start: Place, end: Place, text: str, revision: int) -> None:
        """Replace the characters from ``start`` to ``end`` (exclusive) by ``text``."""
        start, end = sorted((self._clamped(start), self._clamped(end)), key=lambda place: (place.line, place.column))
        first, last = start.line, end.line
        chunk = self.lines[first][: start.column] + text + self.lines[last][end.column :]
        if first and chunk.startswith("\n") and self.lines[first - 1].endswith("\r"):
            # The two are one line end now, which belongs to the line before.
            first -= 1
            chunk = self.lines[first] + chunk
        if chunk.endswith("\r") and last + 1 < len(self.lines) and self.lines[last + 1].startswith("\n"):
            last += 1
            chunk += self.lines[last]
        self._splice(first, last + 1, whole_characters(chunk), revision)

    def drift(self, old: int, new: int) -> Drift | None:
        """How the lines of revision ``old`` lie in the later revision ``new``; ``None`` if that is forgotten."""
        remembers_all = len(self._edits) < _REMEMBERED_EDITS or self._edits[0].revision <= old
        if old < self.opened or not remembers_all:
            return None
        between = [edit for edit in self._edits if old < edit.revision <= new]
        count = next((edit.lines_before for edit in self._edits if edit.revision > new), len(self.lines))
        if not between:
            return Drift(count, 0, count, count)
        head, tail = min(edit.head for edit in between), min(edit.tail for edit in between)
        return Drift(head, tail, between[0].lines_before, count)

    def _splice(self, first: int, end: int, chunk: str, revision: int) -> None:
        count = len(self.lines)
        added = split_lines(chunk)
        if end < count:
            # The chunk ends with a line end, after which the next line stands already.
            added.pop()
        self._edits.append(_LineEdit(revision, first, count - end, count))
        self.lines = self.lines.replaced(first, end, added)
        self.revision = revision

    def _clamped(self, place: Place) -> Place:
        if place.line < 0:
            return Place(0, 0)
        if place.line >= len(self.lines):
            last = len(self.lines) - 1
            return Place(last, len(self.lines[last]))
        return Place(place.line, max(0, min(place.column, len(content(self.lines[place.line])))))


class Documents:
    """The documents that the editor has open, by URI."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}
        self._revision = 0

    def next_revision(self) -> int:
        """A number that no revision of any document has had."""
        self._revision += 1
        return self._revision

    def open(self, uri: str, language: str, version: int | None, text: str) -> Document:
        """Open a document; one that is open already is replaced."""
        document = Document(uri, language, version, text, self.next_revision())
        self._open[uri] = document
        return document

    def close(self, uri: str) -> bool:
        """Forget a document; whether it was open."""
        return self._open.pop(uri, None) is not None

    def get(self, uri: str) -> Document | None:
        """The open document of this URI."""
        return self._open.get(uri)

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._open.values()))
