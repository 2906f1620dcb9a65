"""``leaselens/cursor``: where the cursor is, for ``leaselens.hints.pictures`` = ``cursorLine``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leaselens_server.features.diagram import parse_document
from leaselens_server.positions import parse_position

if TYPE_CHECKING:
    from leaselens_server.server import Server

METHOD = "leaselens/cursor"


def register(server: Server) -> None:
    server.notified(METHOD, moved)


def moved(server: Server, params: Any) -> None:
    uri = parse_document(params)
    line = parse_position(params.get("position")).line
    server.tells_cursor = True
    if server.documents.get(uri) is None or server.cursors.get(uri) == line:
        return
    server.cursors[uri] = line
    if server.settings.hints_pictures == "cursorLine" and server.client.refreshes_hints:
        server.workspace_inlay_hint_refresh(None)
