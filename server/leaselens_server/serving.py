"""Everything of the process that comes after the greeting: the log, the connection, the loop."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from leaselens import disk, languages
from leaselens.model.analysis import Analysis
from leaselens.text import Source
from leaselens_server.greeting import Beginning
from leaselens_server.log import log_to, recorded_in
from leaselens_server.server import Server
from leaselens_server.transport import Refused, StdioTransport, TcpTransport


def run(
    tcp: int | None,
    log_file: Path | None,
    log_level: str | None,
    trace: Path | None,
    analyse: Callable[..., Analysis] | None,
    beginning: Beginning | None,
) -> int:
    """Serve until the client has gone; the exit code. The arguments are those of ``main.run``.

    ``beginning`` is how the session began, if it has begun. ``OSError`` if the port can't be had.
    """
    with log_to(log_file, log_level), recorded_in(trace) as record:
        server = partial(_server, analyse, log_file, record)
        return asyncio.run(_serve(server, tcp, beginning))


async def _serve(make_server: Callable[[], Server], tcp: int | None, beginning: Beginning | None) -> int:
    server = make_server()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: _report(server, context))
    _spare_the_collector()
    # Without a client that said goodbye, the end of the connection is an end like any other.
    ended = partial(server.end, 0)
    listener = await _listen(tcp, server, ended) if tcp is not None else None
    if listener is None:
        _go_on(server, beginning or Beginning(), ended)
    try:
        return await server.ended
    finally:
        server.close()
        if listener is not None:
            listener.close()


def _report(server: Server, context: dict[str, Any]) -> None:
    """Something failed that nobody waits for."""
    fault = context.get("exception")
    if isinstance(fault, BaseException):
        server.faults.report("the loop", fault)
    else:
        server.faults.complain(str(context.get("message")))


def _spare_the_collector() -> None:
    """What was imported stays, and what an analysis makes lives as long as the analysis: seldom look for cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _go_on(server: Server, beginning: Beginning, ended: Callable[[], None]) -> None:
    """Speak with the client at the standard streams."""
    stdio = StdioTransport(beginning.stdin, beginning.stdout, server.take, ended, beginning.framer)
    server.connect(stdio)
    server.protocol.greeting, server.greeted = beginning.answer, beginning.editor
    stdio.start()
    server.take(beginning.bodies)


async def _listen(port: int, server: Server, ended: Callable[[], None]) -> asyncio.Server:
    """Wait for one client; a second one finds the door closed."""
    loop = asyncio.get_running_loop()

    def connected() -> asyncio.Protocol:
        if server.protocol.transport is not None:
            return Refused()
        transport = TcpTransport(server.take, ended)
        server.connect(transport)
        # Not before this connection is made of what the listener accepted.
        loop.call_soon(listener.close)
        return transport

    listener = await loop.create_server(connected, "127.0.0.1", port)
    host, chosen = listener.sockets[0].getsockname()[:2]
    sys.stdout.write(f"listening on {host}:{chosen}\n")
    sys.stdout.flush()
    return listener


def _server(analyse: Callable[..., Analysis] | None, log_file: Path | None, record: TextIO | None) -> Server:
    def prepare() -> None:
        """Have what the first analysis of each language needs loaded before the first text comes."""
        for language in languages.LANGUAGES:
            languages.analyse(Source("", ""), language=language)

    server = Server(analyse) if analyse else Server(_analyse, prepare)
    server.log_file, server.protocol.record = log_file, record
    return server


def _analyse(source: Source, **wishes: Any) -> Analysis:
    """Analyse a text, which is told what lies around it on disk."""
    return languages.analyse(source, files=disk.around(source.name), **wishes)
