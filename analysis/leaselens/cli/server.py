"""``leaselens server``: starts the language server."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``server``."""
    parser = commands.add_parser(
        "server",
        help="start the language server",
        description="Starts the language server; it speaks on its standard streams unless a port is given.",
        allow_abbrev=False,
    )
    channel = parser.add_mutually_exclusive_group()
    channel.add_argument("--stdio", action="store_true", help="speak on standard input and output (the default)")
    channel.add_argument("--tcp", metavar="PORT", type=_port, help="listen on this port of the local machine")
    parser.add_argument("--log-file", metavar="FILE", type=Path, help="write the log here instead of to stderr")
    parser.add_argument(
        "--log-level",
        metavar="LEVEL",
        choices=("error", "warning", "info", "debug"),
        help="log this and worse: error, warning, info or debug (warning on stderr, info in a file)",
    )
    parser.add_argument("--trace", metavar="FILE", type=Path, help="write every message of the protocol here")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until the editor goes away."""
    # By name, and only now: the analysis never imports the server, and no other command waits for pygls.
    module = importlib.import_module("leaselens_server.main")
    options = {name: getattr(arguments, name) for name in ("tcp", "log_file", "log_level", "trace")}
    code = module.run(**options)
    return int(code or 0)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port
