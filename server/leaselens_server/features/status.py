"""``leaselens/status``: the dialect that a document is read in, told to a client that said it wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaselens_server.documents import Document

if TYPE_CHECKING:
    from leaselens_server.server import Server

METHOD = "leaselens/status"


Told = dict[str, tuple[Document, str | None]]
"""What was told last of each URI. A document that was closed and opened again is another one, and is told of again."""


def register(server: Server) -> None:
    told: Told = {}
    server.when_finished.append(lambda uri: tell(server, uri, told))


def tell(server: Server, uri: str, told: Told) -> None:
    """Tell which dialect a document is read in, when it is first known and whenever it is another one."""
    facts, document = server.analyses.latest(uri), server.documents.get(uri)
    if facts is None or document is None or not server.client.wants_status:
        return
    for closed in [known for known in told if server.documents.get(known) is None]:
        del told[closed]
    now = (document, facts.analysis.dialect)
    if told.get(uri) != now:
        told[uri] = now
        server.protocol.notify(METHOD, {"uri": uri, "language": facts.analysis.language, "dialect": now[1]})
