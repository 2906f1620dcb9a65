"""From a text to its tree. Any text yields one."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from leaselens.dada import budgets, parse_items
from leaselens.dada.catalogue import rule
from leaselens.dada.cursor import Cursor, stream
from leaselens.dada.dialects import DIALECTS, Dialect
from leaselens.dada.items import Extent, chunks
from leaselens.dada.parse_items import Found
from leaselens.dada.tokens import Token, scan
from leaselens.dada.tree import Broken, Class, Code, File, Function, Item, Placed
from leaselens.text import Source, Span


def read(source: Source, dialect: Dialect) -> File:
    """The tree of a text in a dialect; with what reading found to be wrong, item by item.

    Chunks (``items.py``) that were read before are not read again: what they yield depends on their text alone, on the
    dialect, and on the word that follows them.
    """
    text = source.text
    if len(text) > budgets.CHARACTERS:
        return _unread(source, dialect)
    extents = list(chunks(text, dialect.slash_comments))
    names: Counter[str] = Counter()
    placed: list[Placed] = []
    pieces: list[tuple[int, tuple[Token, ...]]] = []
    for extent in extents:
        tokens, found = _read_extent(text, extent, dialect)
        pieces.append((extent.span.start, tokens))
        placed.extend(_place(one, extent.span.start, names) for one in found)
    return File(source, dialect, tuple(placed), tuple(pieces))


def _unread(source: Source, dialect: Dialect) -> File:
    text = source.text
    message = f"this text has {len(text)} characters; more than {budgets.CHARACTERS} are not read"
    too_long = rule("B4").at(Span(0, 1), message, label="nothing of it was analysed")
    item = Placed(0, "broken 0", Broken(Span(0, len(text))), (too_long,))
    return File(source, dialect, (item,), ((0, (Token("UNKNOWN", text, 0),)),))


def _read_extent(text: str, extent: Extent, dialect: Dialect) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    start, end = extent.span
    following = "" if end == len(text) else "class" if text.startswith("class", end) else "fn"
    if text.startswith("async", end):
        following = "async"
    return _read_chunk(text[start:end], following, extent.balanced, dialect.name)


@lru_cache(maxsize=20_000)
def _read_chunk(
    text: str, following: str, balanced: bool, dialect_name: str
) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    """The tokens and items of a chunk, with offsets in it."""
    dialect = DIALECTS[dialect_name]
    tokens = scan(text, dialect, strings_end_with_line=not balanced)
    cursor = Cursor(
        stream(tokens, dialect), dialect, Span(len(text), len(text) + len(following)) if following else None
    )
    cursor.text_end = len(text)
    return tokens, parse_items.items(cursor)


def _place(found: Found, chunk_start: int, names: Counter[str]) -> Placed:
    return Placed(chunk_start + found.start, _key(found.item, names), found.item, found.diagnostics)


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
