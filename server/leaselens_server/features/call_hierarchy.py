"""``textDocument/prepareCallHierarchy``, ``callHierarchy/incomingCalls``, ``callHierarchy/outgoingCalls``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.calls import Calls, Party, incoming, outgoing, parties_at
from leaselens.model.analysis import Analysis, SymbolKind
from leaselens_server.documents import Snapshot, shown_name
from leaselens_server.features.document_symbol import KINDS
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.2
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

_KINDS = {kind: symbol for symbol, kind in KINDS.items()}


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, prepared)
    server.requested(types.CALL_HIERARCHY_INCOMING_CALLS, called_by)
    server.requested(types.CALL_HIERARCHY_OUTGOING_CALLS, calling)


async def prepared(
    server: Server, document: Snapshot, params: types.CallHierarchyPrepareParams
) -> list[types.CallHierarchyItem] | None:
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset = view.offset(params.position)
    found = await server.computed(document, lambda _: parties_at(view.analysis, offset))
    return [item for party in found if (item := _item(party, view)) is not None]


async def called_by(
    server: Server, params: types.CallHierarchyIncomingCallsParams
) -> list[types.CallHierarchyIncomingCall] | None:
    found = await _calls(server, params.item, incoming)
    return None if found is None else [types.CallHierarchyIncomingCall(item, ranges) for item, ranges in found]


async def calling(
    server: Server, params: types.CallHierarchyOutgoingCallsParams
) -> list[types.CallHierarchyOutgoingCall] | None:
    found = await _calls(server, params.item, outgoing)
    return None if found is None else [types.CallHierarchyOutgoingCall(item, ranges) for item, ranges in found]


async def _calls(
    server: Server, item: types.CallHierarchyItem, find: Callable[[Analysis, Party], Sequence[Calls]]
) -> list[tuple[types.CallHierarchyItem, list[types.Range]]] | None:
    document = server.documents.get(item.uri)
    if document is None or item.kind not in _KINDS:
        return None
    asked = document.snapshot()
    view = await server.view(asked, item.selection_range.start, PATIENCE)
    if view is None:
        return None
    party = Party(item.name, _KINDS[item.kind], view.span(item.range), view.span(item.selection_range))
    return list(_told(await server.computed(asked, lambda _: find(view.analysis, party)), view))


def _told(found: Sequence[Calls], view: View) -> Iterator[tuple[types.CallHierarchyItem, list[types.Range]]]:
    """The calls; what lies on lines that were touched since is left out."""
    for calls in found:
        item = _item(calls.party, view)
        ranges = [where for span in calls.places if (where := view.range(span)) is not None]
        if item is not None and ranges:
            yield item, ranges


def _item(party: Party, view: View) -> types.CallHierarchyItem | None:
    whole, word = view.range(party.span), view.range(party.selection)
    if whole is None or word is None:
        return None
    name = shown_name(view.text.uri) if party.kind is SymbolKind.MODULE else party.text
    return types.CallHierarchyItem(name, KINDS[party.kind], view.text.uri, whole, word)
