"""``textDocument/rangeFormatting``: the standard layout of some lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens_server.documents import Snapshot
from leaselens_server.features.formatting import edits

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_RANGE_FORMATTING, answer)


async def answer(
    server: Server, document: Snapshot, params: types.DocumentRangeFormattingParams
) -> list[types.TextEdit] | None:
    return await edits(server, document, params.options, params.range)
