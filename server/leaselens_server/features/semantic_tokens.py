"""``textDocument/semanticTokens/full``, ``full/delta``, ``range``: each word with what it is and holds.

What is sent is a row of numbers, five for each word, each counted from the word before. So the numbers of a passage do
not depend on where it stands, but for its first word, and are kept as long as the passage is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from leaselens.ide.semantic import passages
from leaselens.model.semantic import Modifier, Passage, PlacedPassage, SemanticToken, TokenType
from leaselens.text import Span, shared_head
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

SLICE = 0.01
"""Seconds that others have to wait for their turn, roughly."""

LEGEND = types.SemanticTokensLegend([kind.value for kind in TokenType], [modifier.value for modifier in Modifier])

_TYPES = {kind: number for number, kind in enumerate(TokenType)}
_MODIFIERS = {modifier: 1 << number for number, modifier in enumerate(Modifier)}
_SIZE = 5
"""How many numbers tell of one word."""


@dataclass(frozen=True)
class _Encoded:
    """The numbers of a passage that starts in this column: lines and columns of the first word are counted from the
    beginning of the line on which the passage starts; ``line`` and ``column`` are those of the last word."""

    start: int
    data: Sequence[int]
    line: int
    column: int


@dataclass
class _Sent:
    """What a document's client has: the numbers, and the passages that they were made of (which keeps them)."""

    number: int
    data: list[int]
    made_of: list[Passage]


@dataclass
class _Session:
    """``encoded`` are the passages that somebody holds, in the session's position encoding."""

    encoded: WeakKeyDictionary[Passage, _Encoded] = field(default_factory=WeakKeyDictionary)
    sent: dict[str, _Sent] = field(default_factory=dict)
    count: int = 0


def register(server: Server) -> None:
    session = _Session()

    async def full(server: Server, document: Snapshot, _: object) -> types.SemanticTokens | None:
        sent = await _send(server, session, document)
        return types.SemanticTokens(sent.data, str(sent.number)) if sent is not None else None

    async def delta(
        server: Server, document: Snapshot, params: types.SemanticTokensDeltaParams
    ) -> types.SemanticTokens | types.SemanticTokensDelta | None:
        before = session.sent.get(document.uri)
        sent = await _send(server, session, document)
        if sent is None:
            return None
        if before is None or str(before.number) != params.previous_result_id:
            return types.SemanticTokens(sent.data, str(sent.number))
        return types.SemanticTokensDelta(_edits(before.data, sent.data), str(sent.number))

    server.asked(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, full, LEGEND)
    server.asked(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, delta)
    server.asked(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, in_range)


def refresh(server: Server) -> None:
    """What words mean has changed though the texts have not."""
    if server.client.refreshes_semantic_tokens:
        server.workspace_semantic_tokens_refresh(None)


async def in_range(
    server: Server, document: Snapshot, params: types.SemanticTokensRangeParams
) -> types.SemanticTokens | None:
    view = await _view(server, document)
    if view is None:
        return None
    span = view.span(params.range)
    data: list[int] = []
    line = column = 0
    async for start, passage in _in_slices(server, document, view, span):
        inside = [
            token
            for token in passage.tokens
            if span.start < token.span.end + start and token.span.start + start < span.end
        ]
        encoded = _encode(view, start, inside)
        line, column = _append(data, encoded, view.text.lines.place(start)[0], line, column)
    return types.SemanticTokens(data)


async def _send(server: Server, session: _Session, document: Snapshot) -> _Sent | None:
    view = await _view(server, document)
    if view is None:
        return None
    data: list[int] = []
    made_of: list[Passage] = []
    line = column = 0
    async for start, passage in _in_slices(server, document, view, None):
        first, begun = view.text.lines.place(start)
        encoded = session.encoded.get(passage)
        if encoded is None or encoded.start != begun:
            encoded = session.encoded[passage] = _encode(view, start, passage.tokens)
        line, column = _append(data, encoded, first, line, column)
        made_of.append(passage)
    session.count += 1
    # Of documents that were closed nothing is kept.
    session.sent = {uri: sent for uri, sent in session.sent.items() if server.documents.get(uri) is not None}
    session.sent[document.uri] = _Sent(session.count, data, made_of)
    return session.sent[document.uri]


async def _view(server: Server, document: Snapshot) -> View | None:
    """The facts about the document as it was when it was asked about: colours that are out of step are none."""
    facts = await server.analyses.fresh(document.uri)
    if facts is None:
        return None
    if facts.text.revision != document.revision:
        # The client has asked again by now, or will.
        raise JsonRpcContentModified()
    return View(facts.analysis, facts.text, server.positions)


async def _in_slices(
    server: Server, document: Snapshot, view: View, within: Span | None
) -> AsyncIterator[PlacedPassage]:
    """The passages; whenever a slice of time is over, others have their turn, and the client may change its mind."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for placed in passages(view.analysis, within):
        yield placed
        if loop.time() - began > SLICE:
            await asyncio.sleep(0)
            began = loop.time()
            if server.is_outdated(document):
                raise JsonRpcContentModified()


# ---------------------------------------------------------------- encoding


def _encode(view: View, start: int, tokens: Sequence[SemanticToken]) -> _Encoded:
    first, begun = view.text.lines.place(start)
    data: list[int] = []
    line = column = 0
    for token in tokens:
        where = view.surely(token.span.shifted(start))
        at, units = where.start.line - first, where.start.character
        marks = sum(_MODIFIERS[modifier] for modifier in token.modifiers)
        length = where.end.character - units
        data += (at - line, units if at != line else units - column, length, _TYPES[token.type], marks)
        line, column = at, units
    return _Encoded(begun, data, line, column)


def _append(data: list[int], encoded: _Encoded, first: int, line: int, column: int) -> tuple[int, int]:
    """The numbers of a passage that starts on line ``first``, behind a word at ``line`` and ``column``; where the last
    word is then."""
    if not encoded.data:
        return line, column
    begun = len(data)
    data += encoded.data
    at = first + data[begun]
    data[begun] = at - line
    data[begun + 1] -= column if at == line else 0
    return first + encoded.line, encoded.column


def _edits(old: list[int], new: list[int]) -> list[types.SemanticTokensEdit]:
    """What makes ``new`` of ``old``: whole words are exchanged, in one place."""
    head = shared_head(old, new) // _SIZE * _SIZE
    gone, come = old[head:], new[head:]
    if not gone and not come:
        return []
    tail = shared_head(gone[::-1], come[::-1]) // _SIZE * _SIZE
    return [types.SemanticTokensEdit(head, len(gone) - tail, come[: len(come) - tail])]
