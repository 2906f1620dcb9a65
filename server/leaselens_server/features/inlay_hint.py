"""``textDocument/inlayHint``: the permission of a binding, and at a line's end who lent what to whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeGuard

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from leaselens.ide.hints import Hint, HintKind, Pictures, hints, tooltip
from leaselens.text import Span
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.1
"""Seconds that are waited for fresh facts before an answer is made of older ones."""
SLICE = 0.01
"""Seconds that others have to wait for their turn, roughly."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_INLAY_HINT, answer, types.InlayHintOptions())
    server.requested(types.INLAY_HINT_RESOLVE, resolved)
    server.when_finished.append(lambda uri: overtaken(server, uri))


async def answer(server: Server, document: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    # Who can't be told to ask again must not be given hints that will be overtaken.
    view = await server.view(document, None, PATIENCE if server.client.refreshes_hints else None)
    if view is None:
        return None
    if view.stale and server.client.refreshes_hints:
        server.stale_hints.add(document.uri)
    settings, cursor = server.settings_of(document.uri), _cursor(server, view)
    # To a client that never tells where its cursor is, every line is the cursor's.
    is_told = server.tells_cursor or settings.hints_pictures != Pictures.CURSOR_LINE
    pictures = settings.hints_pictures if is_told else Pictures.ALL
    answered: list[types.InlayHint] = []
    async for piece in _pieces(view.text, view.span(params.range)):
        if server.is_outdated(document):
            # The client has asked again by now, or will.
            raise JsonRpcContentModified()
        found = hints(view.analysis, piece, settings.hints_permissions, pictures, settings.diagrams_style, cursor)
        answered += _to_protocol(found, view, not server.client.resolves_tooltips, settings.diagrams_style)
    return answered


async def _pieces(text: Snapshot, span: Span) -> AsyncIterator[Span]:
    """The span in pieces of whole lines, each about as long as takes ``SLICE``.

    A picture costs as much as there are variables, and a client may ask for those of thousands of lines at once.
    Between two pieces others get their answers, and the client may change its mind.
    """
    loop = asyncio.get_running_loop()
    count = 8
    while True:
        line = text.lines.place(span.start)[0] + count
        end = min(span.end, text.lines.start(line) - 1) if line < len(text.lines) else span.end
        began = loop.time()
        yield Span(span.start, end)
        if end == span.end:
            return
        count = count * 2 if loop.time() - began < SLICE / 2 else max(1, count // 2)
        span = Span(end + 1, span.end)
        await asyncio.sleep(0)


def overtaken(server: Server, uri: str) -> None:
    """There are new facts: hints that were made of older ones have to be asked for again."""
    if uri in server.stale_hints:
        server.stale_hints.discard(uri)
        server.workspace_inlay_hint_refresh(None)


def _cursor(server: Server, view: View) -> int | None:
    """The offset of the line in which the client's cursor is, in the analysed text."""
    line = server.cursors.get(view.text.uri)
    return None if line is None else view.line_start(line)


def _to_protocol(found: Iterable[Hint], view: View, draws: bool, style: str) -> Iterator[types.InlayHint]:
    """The hints; ``draws``: with the tooltips that are otherwise made when they are asked for."""
    for hint in found:
        position = view.position(hint.offset)
        if position is None:
            continue
        data: dict[str, Any] = {"kind": hint.kind.value}
        markdown = hint.tooltip
        if hint.statement is not None:
            data |= {"uri": view.text.uri, "revision": view.text.revision, "statement": list(hint.statement)}
            markdown = tooltip(view.analysis, hint.statement, style) if draws else None
        is_picture = hint.kind is HintKind.PICTURE
        kind = None if is_picture else types.InlayHintKind.Type
        shown = _markdown(markdown) if markdown else None
        yield types.InlayHint(position, hint.label, kind, tooltip=shown, padding_left=is_picture, data=data)


def resolved(server: Server, hint: types.InlayHint) -> types.InlayHint:
    """``inlayHint/resolve``: the tooltip of a picture, if the text is still the one of which the hint was made."""
    data = hint.data if isinstance(hint.data, dict) else {}
    facts, statement = server.analyses.latest(str(data.get("uri"))), data.get("statement")
    if facts is None or facts.text.revision != data.get("revision") or not _is_span(statement):
        return hint
    markdown = tooltip(facts.analysis, Span(*statement), server.settings_of(facts.text.uri).diagrams_style)
    hint.tooltip = _markdown(markdown) if markdown else hint.tooltip
    return hint


def _is_span(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and [type(edge) for edge in value] == [int, int]


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
