"""``textDocument/implementation``: the functions, in other files, that implement what is under the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens import disk
from leaselens.ide import elsewhere
from leaselens.model.analysis import Analysis
from leaselens.model.elsewhere import Elsewhere
from leaselens_server.documents import Snapshot
from leaselens_server.features import lacking

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.2
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_IMPLEMENTATION, answer)


async def answer(server: Server, document: Snapshot, params: types.ImplementationParams) -> list[types.Location] | None:
    """Where it is implemented."""
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset = view.offset(params.position)
    lacking.tell(server, elsewhere.lacking(view.analysis))
    found = await server.computed(
        document, lambda _: elsewhere.implementations(view.analysis, offset, disk.around(document.uri))
    )
    return list(locations(server, found))


async def referring(server: Server, document: Snapshot, analysis: Analysis, offset: int) -> list[types.Location]:
    """The places in other files that have to do with what is at an offset."""
    found = await server.computed(document, lambda _: elsewhere.references(analysis, offset, disk.around(document.uri)))
    if found:
        lacking.tell(server, elsewhere.lacking(analysis))
    return list(locations(server, found))


def locations(server: Server, found: Iterable[Elsewhere]) -> Iterable[types.Location]:
    """Places in files that are not open."""
    for place in found:
        text = Snapshot.of(place.source, None)
        yield types.Location(Path(place.source.name).as_uri(), server.positions.range(text, place.word))
