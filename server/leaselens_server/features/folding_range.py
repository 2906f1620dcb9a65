"""``textDocument/foldingRange``: what may be folded, in whole lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.folds import folds
from leaselens.model.analysis import FoldKind
from leaselens_server.documents import Snapshot

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.5
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

_KINDS = {FoldKind.COMMENT: types.FoldingRangeKind.Comment, FoldKind.REGION: types.FoldingRangeKind.Region}


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_FOLDING_RANGE, answer)


async def answer(
    server: Server, document: Snapshot, params: types.FoldingRangeParams
) -> list[types.FoldingRange] | None:
    view = await server.view(document, None, PATIENCE)
    if view is None:
        return None
    found = ((view.range(fold.span), _KINDS.get(fold.kind)) for fold in folds(view.analysis))
    return [types.FoldingRange(where.start.line, where.end.line, kind=kind) for where, kind in found if where]
