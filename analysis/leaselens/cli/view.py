"""``leaselens view``: what a stage of the analysis made of a file, for people who work on leaselens."""

from __future__ import annotations

import argparse

from leaselens.cli import locations, terminal
from leaselens.cli.failure import Failure
from leaselens.cli.opened import analysed
from leaselens.cli.parser import add_language_options
from leaselens.disk import files

STAGES = ("tree", "names", "ir", "worlds")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``view``."""
    parser = commands.add_parser(
        "view",
        help="print a stage of the analysis (for people who work on leaselens)",
        description="Prints what a stage of the analysis made of a file. Its form is no contract.",
        allow_abbrev=False,
    )
    parser.add_argument("stage", metavar="STAGE", choices=STAGES, help=", ".join(STAGES))
    parser.add_argument("place", metavar="FILE[:LINE:COLUMN]", help="the file, and the part of it to show")
    add_language_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the stage."""
    named_as_is = files.exists(arguments.place)
    path, place = (arguments.place, None) if named_as_is else locations.split(arguments.place)
    analysis = analysed(path, arguments)
    offset = locations.offset(analysis.source, place) if place else None
    try:
        text = analysis.view(arguments.stage, offset)
    except ValueError:
        raise Failure(f"{analysis.language} has no stage `{arguments.stage}`") from None
    for line in text.splitlines():
        print(terminal.visible(line))
    return 0
