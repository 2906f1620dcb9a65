"""``leaselens/status``: the dialect that a document is read in, told to a client that said it wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaselens_server.server import Server

METHOD = "leaselens/status"


def register(server: Server) -> None:
    told: dict[str, str | None] = {}
    server.when_finished.append(lambda uri: tell(server, uri, told))


def tell(server: Server, uri: str, told: dict[str, str | None]) -> None:
    """Tell which dialect a document is read in, when it is first known and whenever it is another one."""
    facts = server.analyses.latest(uri)
    if facts is None or not server.client.wants_status:
        return
    for closed in [known for known in told if server.documents.get(known) is None]:
        del told[closed]
    dialect = facts.analysis.dialect
    if uri not in told or told[uri] != dialect:
        told[uri] = dialect
        server.protocol.notify(METHOD, {"uri": uri, "language": facts.analysis.language, "dialect": dialect})
