"""The server's process from its first moment: the client is greeted, then what is heavy is imported (``serving``)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from leaselens_server.greeting import greet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaselens.model.analysis import Analysis


def run(
    *,
    tcp: int | None = None,
    log_file: Path | None = None,
    log_level: str | None = None,
    trace: Path | None = None,
    analyse: Callable[..., Analysis] | None = None,
) -> int:
    """Serve one client until it goes away; the exit code is 0 if it said ``shutdown`` before ``exit``.

    The client is at stdin and stdout, or is the first that connects to port ``tcp`` of this machine (0: any free port,
    which is printed). The log goes to stderr from level WARNING on, or to ``log_file`` from INFO on, or from
    ``log_level`` on; ``trace`` gets every message as a line of JSON.
    ``analyse`` stands for ``leaselens.languages.analyse``.
    """
    try:
        # A trace has every message.
        beginning = greet() if tcp is None and trace is None else None
        from leaselens_server import serving

        return serving.run(tcp, log_file, log_level, trace, analyse, beginning)
    except KeyboardInterrupt:
        return 130
    except OSError as refused:
        sys.stderr.write(f"leaselens: {refused}\n")
        return 2
