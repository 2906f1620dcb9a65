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

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.2
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    told: set[str] = set()

    async def asked(
        server: Server, document: Snapshot, params: types.ImplementationParams
    ) -> list[types.Location] | None:
        return await answer(server, document, params, told)

    server.asked(types.TEXT_DOCUMENT_IMPLEMENTATION, asked)


async def answer(
    server: Server, document: Snapshot, params: types.ImplementationParams, told: set[str]
) -> list[types.Location] | None:
    """Where it is implemented. What would be needed to know that, and is not installed, is ``told`` once."""
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset = view.offset(params.position)
    lacking = elsewhere.lacking(view.analysis)
    if lacking is not None and lacking not in told:
        told.add(lacking)
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, lacking))
    found = await server.computed(
        document, lambda _: elsewhere.implementations(view.analysis, offset, disk.around(document.uri))
    )
    return list(locations(server, found))


async def referring(server: Server, document: Snapshot, analysis: Analysis, offset: int) -> list[types.Location]:
    """The places in other files that have to do with what is at an offset."""
    found = await server.computed(document, lambda _: elsewhere.references(analysis, offset, disk.around(document.uri)))
    return list(locations(server, found))


def locations(server: Server, found: Iterable[Elsewhere]) -> Iterable[types.Location]:
    """Places in files that are not open."""
    for place in found:
        text = Snapshot.of(place.source, None)
        yield types.Location(Path(place.source.name).as_uri(), server.positions.range(text, place.word))
