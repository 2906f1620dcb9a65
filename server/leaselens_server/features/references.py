"""``textDocument/references``: where what is under the cursor surely stands, here and in other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.definition import references
from leaselens_server.documents import Snapshot
from leaselens_server.features import implementation

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.2
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_REFERENCES, answer)


async def answer(server: Server, document: Snapshot, params: types.ReferenceParams) -> list[types.Location] | None:
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset, with_declaration = view.offset(params.position), params.context.include_declaration
    found = await server.computed(
        document, lambda _: references(view.analysis, offset, with_declaration=with_declaration)
    )
    ranges = (view.range(span) for span in found)
    here = [types.Location(document.uri, where) for where in ranges if where is not None]
    return here + await implementation.referring(server, document, view.analysis, offset)
