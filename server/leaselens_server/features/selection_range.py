"""``textDocument/selectionRange``: what a growing selection takes, for each cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.selections import selections
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_SELECTION_RANGE, answer)


async def answer(
    server: Server, document: Snapshot, params: types.SelectionRangeParams
) -> list[types.SelectionRange] | None:
    # Each position must get an answer, so those on lines that were just touched have to be known.
    view = await server.view(document, None, None)
    return None if view is None else [_grown(view, position) for position in params.positions]


def _grown(view: View, position: types.Position) -> types.SelectionRange:
    """The smallest range, with the larger ones as its parents."""
    outermost, *inner = reversed(selections(view.analysis, view.offset(position)))
    grown = types.SelectionRange(view.surely(outermost))
    for span in inner:
        grown = types.SelectionRange(view.surely(span), grown)
    return grown
