"""``textDocument/signatureHelp``: the parameters of the call that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.signature import Signature, signature
from leaselens_server.documents import Snapshot

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.05
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    options = types.SignatureHelpOptions(trigger_characters=["(", ","], retrigger_characters=[")", ":"])
    server.asked(types.TEXT_DOCUMENT_SIGNATURE_HELP, answer, options)


async def answer(server: Server, document: Snapshot, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    view = await server.view(document, None, PATIENCE)
    if view is None:
        return None
    found = signature(view.analysis, document.source, server.positions.offset(document, params.position))
    if found is None:
        return None
    # A number past the last one is how clients are told that it is none of them.
    active = len(found.parameters) if found.active is None else found.active
    return types.SignatureHelp([_to_protocol(server, found, active)], active_signature=0, active_parameter=active)


def _to_protocol(server: Server, found: Signature, active: int) -> types.SignatureInformation:
    parameters = [types.ParameterInformation(_label(server, found, index)) for index in range(len(found.parameters))]
    documentation = None
    if found.documentation:
        documentation = types.MarkupContent(types.MarkupKind.PlainText, found.documentation)
    # Said here too: what is left out here is written as `null`, and newer clients take that for "none of them".
    return types.SignatureInformation(found.label, documentation, parameters, active)


def _label(server: Server, found: Signature, index: int) -> str | tuple[int, int]:
    start, end = found.parameters[index]
    if not server.client.typing.label_offsets:
        return found.label[start:end]
    return server.positions.units(found.label, start), server.positions.units(found.label, end)
