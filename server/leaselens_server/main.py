"""Starting and ending the process: the log, the connection, the loop.

What is heavy (pygls and the protocol's types, a quarter of a second) is imported after this module, by ``_server``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from leaselens_server.transport import Refused, StdioTransport, TcpTransport

if TYPE_CHECKING:
    from leaselens.model.analysis import Analysis
    from leaselens_server.server import Server

logger = logging.getLogger("leaselens")


def run(
    *,
    tcp: int | None = None,
    log_file: Path | None = None,
    trace: Path | None = None,
    analyse: Callable[..., Analysis] | None = None,
) -> int:
    """Serve one client until it goes away; the exit code is 0 if it said ``shutdown`` before ``exit``.

    The client is at stdin and stdout, or is the first that connects to port ``tcp`` of this machine (0: any free port,
    which is printed). The log goes to stderr from level WARNING on, or to ``log_file`` from INFO on; ``trace`` gets
    every message as a line of JSON. ``analyse`` stands for ``leaselens.languages.analyse``.
    """
    try:
        with _log_to(log_file), _recorded_in(trace) as record, contextlib.suppress(KeyboardInterrupt):
            return asyncio.run(_serve(tcp, record, analyse))
    except OSError as refused:
        sys.stderr.write(f"leaselens: {refused}\n")
        return 2
    return 130


async def _serve(tcp: int | None, record: TextIO | None, analyse: Callable[..., Analysis] | None) -> int:
    server = _server(analyse)
    server.protocol.record = record
    # Without a client that said goodbye, the end of the connection is an end like any other.
    ended = partial(server.end, 0)
    listener: asyncio.Server | None = None
    if tcp is None:
        stdio = StdioTransport(sys.stdin.fileno(), _private_stdout(), server.take, ended)
        stdio.start()
        server.connect(stdio)
    else:
        listener = await _listen(tcp, server, ended)
    try:
        return await server.ended
    finally:
        server.close()
        if listener is not None:
            listener.close()


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


def _private_stdout() -> int:
    """A descriptor of stdout that is ours alone: whatever anybody prints goes to stderr, not into the protocol."""
    sys.stdout.flush()
    ours = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return ours


def _server(analyse: Callable[..., Analysis] | None) -> Server:
    from leaselens.languages import LANGUAGES
    from leaselens.languages import analyse as analyse_known
    from leaselens.text import Source
    from leaselens_server.server import Server

    def prepare() -> None:
        """Have the grammars loaded before the first text comes."""
        for language in LANGUAGES:
            analyse_known(Source("", ""), language=language)

    return Server(analyse) if analyse else Server(analyse_known, prepare)


@contextlib.contextmanager
def _log_to(log_file: Path | None) -> Iterator[None]:
    """Log to a file, or to stderr; pygls and asyncio are heard only where something is wrong."""
    log: logging.Handler = logging.StreamHandler(sys.stderr)
    if log_file is not None:
        log = logging.FileHandler(log_file, encoding="utf-8", errors="backslashreplace")
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(log)
    logger.setLevel(logging.WARNING if log_file is None else logging.INFO)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        root.removeHandler(log)
        log.close()


@contextlib.contextmanager
def _recorded_in(trace: Path | None) -> Iterator[TextIO | None]:
    if trace is None:
        yield None
        return
    with trace.open("w", encoding="utf-8") as record:
        yield record
