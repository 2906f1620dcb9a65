"""``$/logTrace``: for a client that asked to be told what the server does (``$/setTrace``, or ``initialize``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.when_finished.append(lambda uri: tell(server, uri))


def tell(server: Server, uri: str) -> None:
    """Tell of an analysis that has ended."""
    facts = server.analyses.latest(uri)
    if server.protocol.trace == types.TraceValue.Off or facts is None:
        return
    message = f"analysed version {facts.text.version} in {1000 * facts.seconds:.1f} ms"
    verbose = uri if server.protocol.trace == types.TraceValue.Verbose else None
    server.log_trace(types.LogTraceParams(message, verbose))
