"""The command line: the only part of the analysis that prints. The contract is ``docs/cli.md``.

One module is one command: ``check``, ``format``, ``diagram``, ``explain``, ``view``, ``server``. Each has ``add`` (its
options) and ``run`` (its work, which returns the exit code).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from leaselens.cli import bugs, parser, terminal
from leaselens.cli.failure import Failure

NO_ERROR, ERRORS_FOUND, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
"""The exit codes; the last is what shells say of a program that was stopped with Ctrl-C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line (``sys.argv`` if nothing is given) and return the exit code. Raises nothing."""
    terminal.prepare_streams()
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
        return COULD_NOT_RUN
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = parser.build().parse_args(argv)
        return int(arguments.run(arguments))
    except SystemExit as ended:  # --help, --version and argparse's own errors
        return ended.code if isinstance(ended.code, int) else COULD_NOT_RUN
    except Failure as failure:
        terminal.complain(str(failure))
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as bug:
        bugs.report(bug, "this command was given up")
        return COULD_NOT_RUN


def _leave_quietly() -> None:
    # The reader of our output went away (`| head`). Python would complain once more when it flushes at exit, so what
    # is left is sent to nowhere.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
