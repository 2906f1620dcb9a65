"""Edits of a document as a client takes them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from leaselens.diagnostics import Edit
from leaselens_server.client import Client
from leaselens_server.positions import View


def workspace_edit(edits: Iterable[Edit], view: View, client: Client) -> types.WorkspaceEdit:
    """Edits of the analysed text; to clients that know versions of documents, for this one alone."""
    changes = [types.TextEdit(view.surely(edit.span), edit.text) for edit in sorted(edits, key=lambda edit: edit.span)]
    uri, version = view.text.uri, view.text.version
    if not client.document_changes:
        return types.WorkspaceEdit(changes={uri: changes})
    changed = types.OptionalVersionedTextDocumentIdentifier(uri, version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(changed, list(changes))])
