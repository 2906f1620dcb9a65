"""From a text to its tree. Any text yields one."""

from __future__ import annotations

from collections import Counter
from weakref import WeakValueDictionary

from leaselens.dada import budgets, parse_items
from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor, stream
from leaselens.dada.dialects import Dialect
from leaselens.dada.items import Extent, chunks
from leaselens.dada.tokens import Token, scan
from leaselens.dada.tree import Broken, Chunk, Class, Code, File, Found, Function, Item, Placed
from leaselens.text import Source, Span


def read(source: Source, dialect: Dialect) -> File:
    """The tree of a text in a dialect; with what reading found to be wrong, item by item.

    A chunk of the text (``items.py``) that stands in another living ``File`` already is not read again: what it yields
    depends on its text alone, on the dialect, and on the word that follows it.
    """
    names: Counter[str] = Counter()
    placed: list[Placed] = []
    pieces: list[tuple[int, Chunk]] = []
    for extent in _extents(source.text, dialect):
        chunk = _chunk(source.text, extent, dialect)
        pieces.append((extent.span.start, chunk))
        placed += [_placed(found, extent.span.start, chunk, names) for found in chunk.found]
    return File(source, dialect, tuple(placed), tuple(pieces))


def _extents(text: str, dialect: Dialect) -> list[Extent]:
    if len(text) > budgets.CHARACTERS:
        return [Extent(Span(0, len(text)), balanced=False)]
    return list(chunks(text, dialect.slash_comments))


# ---------------------------------------------------------------- chunks

_LIVING: WeakValueDictionary[tuple[str, str, bool, str], Chunk] = WeakValueDictionary()
"""The chunks that some ``File`` holds, by what they depend on."""


def _chunk(text: str, extent: Extent, dialect: Dialect) -> Chunk:
    piece = text[slice(*extent.span)]
    if len(piece) > budgets.PIECE:
        return _unread(piece)
    following = next((word for word in ("class", "fn", "async") if text.startswith(word, extent.span.end)), "")
    key = (piece, following, extent.balanced, dialect.name)
    chunk = _LIVING.get(key)
    if chunk is None:
        chunk = _LIVING[key] = _read(piece, following, extent.balanced, dialect)
    return chunk


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


def _placed(found: Found, chunk_start: int, chunk: Chunk, names: Counter[str]) -> Placed:
    return Placed(chunk_start + found.start, _key(found.item, names), found.item, found.diagnostics, chunk.words)


def _key(item: Item, names: Counter[str]) -> str:
    """``fn main``, ``fn main#2``; ``code 0``, ``code 1``."""
    if isinstance(item, Function | Class):
        kind = "fn" if isinstance(item, Function) else "class"
        key = f"{kind} {item.name.text}"
        names[key] += 1
        return key if names[key] == 1 else f"{key}#{names[key]}"
    kind = "code" if isinstance(item, Code) else "broken"
    names[kind] += 1
    return f"{kind} {names[kind] - 1}"
