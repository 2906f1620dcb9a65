"""``textDocument/codeLens`` and ``codeLens/resolve``: above what is lent, how often, and where the leases ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from leaselens.ide.lenses import Lens, Told, lenses, tell
from leaselens.model.analysis import Analysis
from leaselens.text import Span
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

SHOW = "leaselens.showLocations"
"""The client's command that shows some places of a document: its URI, the lens' position, the locations."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_CODE_LENS, answer, types.CodeLensOptions())
    server.requested(types.CODE_LENS_RESOLVE, resolved)


def refresh(server: Server) -> None:
    """Lenses were switched on or off."""
    if server.client.refreshes_lenses:
        server.workspace_code_lens_refresh(None)


async def answer(server: Server, document: Snapshot, _: types.CodeLensParams) -> list[types.CodeLens] | None:
    if not server.settings_of(document.uri).code_lens_enable:
        return None
    facts = await server.analyses.fresh(document.uri)
    if facts is None:
        return None
    if server.is_outdated(document):
        # The client has asked again by now, or will.
        raise JsonRpcContentModified()
    view = View(facts.analysis, facts.text, server.positions)
    found: Sequence[Lens] = await server.computed(document, lambda _: lenses(view.analysis))
    origin = {"uri": document.uri, "revision": document.revision}
    return [types.CodeLens(view.surely(lens.span), data={**origin, "span": list(lens.span)}) for lens in found]


async def resolved(server: Server, lens: types.CodeLens) -> types.CodeLens:
    """What a lens says, if the text is still the one of which it was made."""
    data: dict[str, Any] = lens.data if isinstance(lens.data, dict) else {}
    document, facts = server.documents.get(str(data.get("uri"))), server.analyses.latest(str(data.get("uri")))
    span = data.get("span")
    if document is None or facts is None or facts.text.revision != data.get("revision"):
        return lens
    if not isinstance(span, list) or [type(edge) for edge in span] != [int, int]:
        return lens
    told = await server.computed(document.snapshot(), lambda _: _tell(facts.analysis, Span(*span)))
    if told is not None:
        lens.command = _command(server, View(facts.analysis, facts.text, server.positions), lens, told)
    return lens


def _tell(analysis: Analysis, span: Span) -> Told | None:
    found = next((lens for lens in lenses(analysis, span) if lens.span == span), None)
    return tell(analysis, found) if found is not None else None


def _command(server: Server, view: View, lens: types.CodeLens, told: Told) -> types.Command:
    """A command that shows the places; for clients that have none, a text."""
    if not server.client.shows_locations:
        return types.Command(told.title, "")
    locations = [types.Location(view.text.uri, view.surely(span)) for span in told.places]
    return types.Command(told.title, SHOW, arguments=[view.text.uri, lens.range.start, locations])
