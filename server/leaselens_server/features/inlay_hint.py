"""``textDocument/inlayHint``: the permission of a binding, and at a line's end who lent what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.hints import Hint, HintKind, Pictures, hints
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.1
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_INLAY_HINT, answer, types.InlayHintOptions(resolve_provider=False))
    server.when_finished.append(lambda uri: overtaken(server, uri))


async def answer(server: Server, document: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    # Who can't be told to ask again must not be given hints that will be overtaken.
    view = await server.view(document, None, PATIENCE if server.client.refreshes_hints else None)
    if view is None:
        return None
    if view.stale:
        server.stale_hints.add(document.uri)
    settings, cursor = server.settings, _cursor(server, view)
    # To a client that never tells where its cursor is, every line is the cursor's.
    is_told = bool(server.cursors) or settings.hints_pictures != Pictures.CURSOR_LINE
    pictures = settings.hints_pictures if is_told else Pictures.ALL
    found = hints(
        view.analysis, view.span(params.range), settings.hints_permissions, pictures, settings.diagrams_style, cursor
    )
    return list(_to_protocol(found, view))


def overtaken(server: Server, uri: str) -> None:
    """There are new facts: hints that were made of older ones have to be asked for again."""
    if uri in server.stale_hints:
        server.stale_hints.discard(uri)
        server.workspace_inlay_hint_refresh(None)


def _cursor(server: Server, view: View) -> int | None:
    """The offset of the line in which the client's cursor is, in the analysed text."""
    line = server.cursors.get(view.text.uri)
    return None if line is None else view.line_start(line)


def _to_protocol(found: Iterable[Hint], view: View) -> Iterator[types.InlayHint]:
    for hint in found:
        position = view.position(hint.offset)
        if position is None:
            continue
        is_picture = hint.kind is HintKind.PICTURE
        yield types.InlayHint(
            position,
            hint.label,
            kind=None if is_picture else types.InlayHintKind.Type,
            tooltip=types.MarkupContent(types.MarkupKind.Markdown, hint.tooltip) if hint.tooltip else None,
            padding_left=is_picture,
            data={"kind": hint.kind.value},
        )
