"""``textDocument/didOpen``, ``didChange``, ``didSave``, ``didClose``: what is open, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from leaselens.languages import LANGUAGES, language_of
from leaselens_server.documents import Document
from leaselens_server.features import diagnostics, show_message

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.notified(types.TEXT_DOCUMENT_DID_OPEN, opened)
    server.notified(types.TEXT_DOCUMENT_DID_CHANGE, changed)
    server.notified(types.TEXT_DOCUMENT_DID_SAVE, saved)
    server.notified(types.TEXT_DOCUMENT_DID_CLOSE, closed)


def opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    item = params.text_document
    # Editors have languages of their own; where theirs is none of ours, the name of the file tells.
    language = (
        item.language_id if item.language_id in LANGUAGES else language_of(item.uri, item.text) or item.language_id
    )
    # One that is open already is replaced, and what was known of it with it.
    server.analyses.closed(item.uri)
    document = server.documents.open(item.uri, language, item.version, item.text)
    server.reports.owe(item.uri)
    server.analyses.changed(document)
    server.files.changed()


def changed(server: Server, params: Any) -> None:
    """The params come as plain JSON, see ``protocol.UNSTRUCTURED``."""
    named = params.get("textDocument") if isinstance(params, dict) else None
    uri = named.get("uri") if isinstance(named, dict) else None
    document = server.documents.get(uri) if isinstance(uri, str) else None
    if document is None or not isinstance(named, dict):
        server.faults.complain("textDocument/didChange: a document that is not open")
        return
    changes = params.get("contentChanges")
    try:
        if not isinstance(changes, list):
            raise ValueError("no list of changes")
        for change in changes:
            server.positions.apply(document, change, server.documents.next_revision())
    except ValueError as malformed:
        server.faults.complain(f"textDocument/didChange: {malformed}")
        lost(server, document)
        return
    version = named.get("version")
    document.version = version if isinstance(version, int) else document.version
    server.analyses.changed(document)


def lost(server: Server, document: Document) -> None:
    """A change could not be understood: to go on would mean to talk about another text than the editor has."""
    forget(server, document.uri)
    show_message.tell_of_lost_document(server, document)


def saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.documents.get(uri) is not None:
        server.reports.owe(uri)
        diagnostics.report(server, uri)


def closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    forget(server, params.text_document.uri)


def forget(server: Server, uri: str) -> None:
    """Let go of a document, and of what was known and told of it."""
    if server.documents.close(uri):
        server.analyses.closed(uri)
        server.cursors.pop(uri, None)
        server.stale_hints.discard(uri)
        diagnostics.forget(server, uri)
        server.files.changed()
