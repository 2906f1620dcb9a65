"""The command line's grammar: one parser with a subparser for each command."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from leaselens import __version__, languages
from leaselens.cli.failure import Failure
from leaselens.disk.texts import STDIN


class Parser(argparse.ArgumentParser):
    """Argparse with errors of one clear line instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        raise Failure(f"{message} (see `{self.prog} --help`)")

    def _parse_optional(self, arg_string: str) -> Any:
        # `-:4:1` is a place in standard input. Argparse has no public way to say that it is no option.
        return None if arg_string.startswith(f"{STDIN}:") else super()._parse_optional(arg_string)


def build() -> argparse.ArgumentParser:
    """The whole parser. The namespace it returns carries ``run``, the work of the command that was named."""
    from leaselens.cli import check, diagram, explain, format, server, view

    parser = Parser(
        prog="leaselens",
        description="Shows who holds what, with which permission, and until when.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"leaselens {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (check, format, diagram, explain, view, server):
        command.add(commands)
    return parser


def add_language_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that reads a program."""
    names = sorted({name for language in languages.LANGUAGES.values() for name in language.dialects})
    parser.add_argument(
        "--language",
        metavar="NAME",
        choices=tuple(languages.LANGUAGES),
        help=f"read every file as this language instead of going by its name ({', '.join(languages.LANGUAGES)})",
    )
    parser.add_argument(
        "--dialect",
        metavar="NAME",
        choices=names,
        help=f"read every file in this dialect instead of detecting it ({', '.join(names)})",
    )
    parser.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help="what standard input (the path `-`) is called in the output, and what its language is told by",
    )


def dialect_for(dialect: str | None, language: str) -> str | None:
    """The dialect asked for, where the language has it: in a folder of several languages the others detect theirs."""
    return dialect if dialect in languages.LANGUAGES[language].dialects else None
