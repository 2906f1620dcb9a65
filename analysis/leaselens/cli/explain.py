"""``leaselens explain``: the page of a diagnostic's code."""

from __future__ import annotations

import argparse
import difflib
import sys

from rich.markdown import Markdown

from leaselens import pages
from leaselens.cli import terminal
from leaselens.cli.failure import Failure


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``explain``."""
    parser = commands.add_parser(
        "explain",
        help="explain a diagnostic's code",
        description="Prints what a code means, why it is a mistake, and how to mend it. Without a code: all codes.",
        allow_abbrev=False,
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as DADA-R2")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a page, or the list of them."""
    if arguments.code is None:
        for code in pages.codes():
            print(f"{code:<14} {pages.title(code)}".rstrip())
        return 0
    _show(_page(arguments.code))
    return 0


def _page(written: str) -> str:
    page = pages.page(written.upper())
    if page is None:
        raise Failure(f"there is no code `{written}`{_suggestion(written.upper())}")
    return page


def _suggestion(written: str) -> str:
    endings = [code for code in pages.codes() if code.endswith(f"-{written}")]
    near = endings or difflib.get_close_matches(written, pages.codes(), n=3, cutoff=0.6)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"{meant} (`leaselens explain` lists all)"


def _show(page: str) -> None:
    console = terminal.console()
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        sys.stdout.write(page)
