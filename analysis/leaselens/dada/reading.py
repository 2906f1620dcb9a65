"""From a text to its tree. Any text yields one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from weakref import WeakValueDictionary

from leaselens.dada import budgets, parse_items
from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor, stream
from leaselens.dada.dialects import Dialect
from leaselens.dada.items import LONGEST_HEAD, Extent, chunks
from leaselens.dada.tokens import scan
from leaselens.dada.tree import Broken, Chunk, Class, Code, File, Found, Function, Item, Kept, Piece, Placed
from leaselens.text import Source, Span, Token, shared_head, shared_tail

T = TypeVar("T", Piece, Placed)


def read(source: Source, dialect: Dialect) -> File:
    """The tree of a text in a dialect; with what reading found to be wrong, item by item.

    A chunk of the text (``items.py``) that stands in another living ``File`` already is not read again: what it yields
    depends on its text alone, on the dialect, and on the word that follows it.
    """
    pieces = list(_pieces(source.text, dialect))
    return File(source, dialect, _items(pieces), tuple(pieces))


def reread(source: Source, before: File) -> tuple[File, Kept]:
    """The tree of a later version of a text, in the same dialect; and what it has of the version ``before``.

    Only the chunks around the edit are looked for again.
    """
    edit = _Edit(before, source)
    if edit.trials > budgets.EXTENSION_CHARACTERS or len(source.text) > budgets.CHARACTERS:
        return read(source, before.dialect), Kept(0, 0)
    pieces = (*before.pieces[: edit.front], *edit.middle, *_moved(before.pieces[edit.back :], edit.by))
    first, last = edit.items
    old = before.items[first:last]
    if [_name(placed.item) for placed in old] != [_name(found.item) for _, found in _all_found(edit.middle)]:
        return File(source, before.dialect, _items(pieces), pieces), Kept(first, 0)
    middle = _placed(edit.middle, (placed.key for placed in old))
    items = (*before.items[:first], *middle, *_moved(before.items[last:], edit.by))
    return File(source, before.dialect, items, pieces), Kept(first, len(before.items) - last)


def _moved(placed: Sequence[T], by: int) -> Sequence[T]:
    return placed if by == 0 else [one.moved(by) for one in placed]


class _Edit:
    """Which pieces of a text are read again after an edit.

    In front of it pieces are as they were if they are balanced (what is not has looked for its end further on), and the
    head behind them, which ends them, is as it was. Behind the edit they are as they were from where one begins that
    began there before.
    """

    def __init__(self, before: File, source: Source) -> None:
        text, old = source.text, before.source.text
        head = shared_head(old, text)
        unchanged = len(text) - min(shared_tail(old, text), len(old) - head, len(text) - head)
        self.by = len(text) - len(old)
        """By how many characters what stands behind the edit has moved."""
        self.before = before
        self.front = self._balanced(max(bisect_right(before.piece_starts, head - LONGEST_HEAD) - 1, 0))
        """The number of the first piece that is read again."""
        self.back = len(before.pieces)
        """The number of the first piece behind the edit that is as it was."""
        self.middle: list[Piece] = []
        begin = before.piece_starts[self.front] if before.pieces else 0
        for extent in chunks(text, before.dialect.slash_comments, begin):
            start = extent.span.start
            if start >= unchanged and (known := self._piece_at(start - self.by)) is not None:
                self.back = known
                break
            self.middle.append(_piece(text, extent, before.dialect))

    def _balanced(self, front: int) -> int:
        return next((number for number, piece in enumerate(self.before.pieces[:front]) if not piece.balanced), front)

    def _piece_at(self, start: int) -> int | None:
        starts = self.before.piece_starts
        number = bisect_left(starts, start)
        return number if number < len(starts) and starts[number] == start else None

    @property
    def items(self) -> tuple[int, int]:
        """The items of the version before that stood in the pieces which were read again: the first, and the last and
        one."""
        starts, pieces = self.before.starts, self.before.pieces
        first = bisect_left(starts, pieces[self.front].start) if self.front < len(pieces) else len(starts)
        last = bisect_left(starts, pieces[self.back].start) if self.back < len(pieces) else len(starts)
        return first, last

    @property
    def trials(self) -> int:
        """How many characters all trials to balance a chunk have looked at; some of them may not count any more."""
        return sum(piece.trial for piece in (*self.before.pieces, *self.middle))


# ---------------------------------------------------------------- chunks

_LIVING: WeakValueDictionary[tuple[str, str, bool, str], Chunk] = WeakValueDictionary()
"""The chunks that some ``File`` holds, by what they depend on."""


def _pieces(text: str, dialect: Dialect) -> Iterator[Piece]:
    whole = Extent(Span(0, len(text)), balanced=False)
    extents = [whole] if len(text) > budgets.CHARACTERS else chunks(text, dialect.slash_comments)
    return (_piece(text, extent, dialect) for extent in extents)


def _piece(text: str, extent: Extent, dialect: Dialect) -> Piece:
    span, balanced, trial = extent
    piece = text[slice(*span)]
    if len(piece) > budgets.PIECE:
        return Piece(span.start, _unread(piece), balanced, trial)
    following = next((word for word in ("class", "fn", "async") if text.startswith(word, span.end)), "")
    key = (piece, following, balanced, dialect.name)
    chunk = _LIVING.get(key)
    if chunk is None:
        chunk = _LIVING[key] = _read(piece, following, balanced, dialect)
    return Piece(span.start, chunk, balanced, trial)


def _read(text: str, following: str, balanced: bool, dialect: Dialect) -> Chunk:
    tokens = scan(text, dialect, strings_end_with_line=not balanced)
    head = Span(len(text), len(text) + len(following)) if following else None
    cursor = Cursor(stream(tokens, dialect), dialect, head)
    cursor.text_end = len(text)
    return Chunk(tokens, parse_items.items(cursor))


def _unread(text: str) -> Chunk:
    limit = min(budgets.PIECE, budgets.CHARACTERS)
    message = f"these {len(text)} characters are not read: more than {limit} in one piece are too many"
    too_long = rule("B4").at(Span(0, 1), message, label="nothing from here on was analysed")
    item = Broken(Span(0, len(text)))
    return Chunk((Token("UNKNOWN", text, 0),), (Found(0, item, (too_long,)),))


# ---------------------------------------------------------------- items


def _items(pieces: Sequence[Piece]) -> tuple[Placed, ...]:
    return _placed(pieces, _keys(_name(found.item) for _, found in _all_found(pieces)))


def _placed(pieces: Sequence[Piece], keys: Iterable[str]) -> tuple[Placed, ...]:
    return tuple(
        Placed(piece.start + found.start, key, found.item, found.diagnostics, piece.chunk.words)
        for (piece, found), key in zip(_all_found(pieces), keys, strict=True)
    )


def _all_found(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Found]]:
    return ((piece, found) for piece in pieces for found in piece.chunk.found)


def _name(item: Item) -> str:
    if isinstance(item, Function | Class):
        return f"{'fn' if isinstance(item, Function) else 'class'} {item.name.text}"
    return "code" if isinstance(item, Code) else "broken"


def _keys(names: Iterable[str]) -> Iterator[str]:
    """``fn main``, ``fn main#2``; ``code 0``, ``code 1``."""
    counts: Counter[str] = Counter()
    for name in names:
        count = counts[name]
        counts[name] += 1
        if " " not in name:
            yield f"{name} {count}"
        else:
            yield name if count == 0 else f"{name}#{count + 1}"
