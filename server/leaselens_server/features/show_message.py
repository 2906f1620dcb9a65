"""``window/showMessageRequest``: the user is told, once, that something went wrong, and can open the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from leaselens_server.documents import Document, shown_name

if TYPE_CHECKING:
    from leaselens_server.server import Server

SHOW_LOG = "leaselens/showLog"
"""Tells a client that said it wants it to show what the server wrote to stderr."""
OPEN = "Open the Log"


def tell_of_fault(server: Server) -> None:
    """Something failed inside: an answer is missing."""
    message = "Leaselens made a mistake, and something is missing. Everything else works; the log says what happened."
    can_open = server.client.shows_log or (server.log_file is not None and server.client.shows_documents)
    if not can_open:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))
        return

    def answered(answer: Any) -> None:
        if answer.exception() is None and answer.result() is not None:
            _open_log(server)

    actions = [types.MessageActionItem(OPEN)]
    asked = types.ShowMessageRequestParams(types.MessageType.Error, message, actions)
    server.window_show_message_request(asked).add_done_callback(answered)


def _open_log(server: Server) -> None:
    if server.log_file is not None and server.client.shows_documents:
        server.window_show_document(types.ShowDocumentParams(server.log_file.absolute().as_uri()))
    else:
        server.protocol.notify(SHOW_LOG, None)


def tell_of_lost_document(server: Server, document: Document) -> None:
    """An edit was malformed: what the document says now is not known."""
    message = f"Leaselens can't follow the edits of {shown_name(document.uri)} any more. Close it and open it again."
    server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
