"""``python -I -m leaselens_server``: the server without the command line's other commands (bundles start it so)."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # The first entry is the folder that we were started in, that is, the workspace: nothing of it may be imported.
    del sys.path[0]


def main(arguments: list[str] | None = None) -> int:
    """Read the options, which are those of ``leaselens server``, and serve."""
    # Imported only now, when the path is safe.
    from leaselens_server.main import run

    if set(sys.argv[1:] if arguments is None else arguments) <= {"--stdio"}:
        # There is nothing to parse, and the client waits.
        return run()
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="leaselens_server", description="The language server of Leaselens.")
    channel = parser.add_mutually_exclusive_group()
    channel.add_argument("--stdio", action="store_true", help="speak on standard input and output (the default)")
    channel.add_argument("--tcp", metavar="PORT", type=int, help="listen on this port of the local machine")
    parser.add_argument("--log-file", metavar="FILE", type=Path, help="write the log here instead of to stderr")
    parser.add_argument("--log-level", choices=("error", "warning", "info", "debug"), help="the least that is logged")
    parser.add_argument("--trace", metavar="FILE", type=Path, help="write every message of the protocol here")
    # Editors' client libraries add options of their own, such as the process id of the editor.
    options, _ = parser.parse_known_args(arguments)
    return run(tcp=options.tcp, log_file=options.log_file, log_level=options.log_level, trace=options.trace)


if __name__ == "__main__":
    sys.exit(main())
