"""``leaselens format``: the standard layout of files and folders. No other command writes into what it is given."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from leaselens.cli import bugs, opened, reading, terminal
from leaselens.cli.failure import Failure
from leaselens.cli.parser import add_language_options
from leaselens.diagnostics import edited
from leaselens.disk import files, texts
from leaselens.text import Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line as those who read differences see it."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``format``."""
    parser = commands.add_parser(
        "format",
        help="give files and folders their standard layout",
        description="Rewrites the white space of the files named, and of the known files of the folders named.",
        allow_abbrev=False,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, or `-`: standard input to output")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file would change")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change, and exit likewise")
    add_language_options(parser)
    parser.set_defaults(run=run)


class _Tally:
    """How many files were laid out anew, were so before, and could not be looked at or written."""

    def __init__(self) -> None:
        self.changed = self.kept = self.failed = 0

    def told(self, writes: bool) -> str:
        """The counts in words."""
        changed = f"{_files(self.changed)} {'formatted' if writes else 'would be formatted'}"
        return f"{changed}, {self.kept} left as {'it was' if self.kept == 1 else 'they were'}"


def run(arguments: argparse.Namespace) -> int:
    """Format what the arguments name; 0: done, 1: something would change, 2: something could not be read or written."""
    tally = _Tally()
    writes = not (arguments.check or arguments.diff)
    for found in _found(arguments, tally):
        try:
            _format(found.path, arguments, tally)
        except Failure as failure:
            terminal.complain(str(failure))
            tally.failed += 1
        except Exception as bug:
            bugs.report(bug, f"{found.path} was not formatted")
            tally.failed += 1
    if arguments.paths != [texts.STDIN] and not arguments.diff:
        print(tally.told(writes))
    return 2 if tally.failed else 1 if tally.changed and not writes else 0


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _found(arguments: argparse.Namespace, tally: _Tally) -> Iterator[files.Found]:
    for entry in files.find(arguments.paths, reading.extensions(arguments.language)):
        match entry:
            case files.Found(path, explicit):
                if explicit or _is_ours(path, arguments):
                    yield entry
                continue
            case files.Missing(path):
                terminal.complain(f"{path}: there is no such file or folder")
            case files.Unlistable(path, reason):
                terminal.complain(f"{path}: this folder can't be read: {reason}")
        tally.failed += 1


def _is_ours(path: str, arguments: argparse.Namespace) -> bool:
    """Whether a file of a folder is in a language that we know, and does not only end like one."""
    return reading.language_of(texts.read(path, path), arguments) is not None


def _format(path: str, arguments: argparse.Namespace, tally: _Tally) -> None:
    analysis = opened.analysed(path, arguments)
    before, after = analysis.source, edited(analysis.source.text, analysis.formatting())
    tally.changed += after != before.text
    tally.kept += after == before.text
    if arguments.diff:
        _print_difference(before, after)
    elif path == texts.STDIN and not arguments.check:
        _print_bytes(after)
    elif after != before.text:
        if not arguments.check:
            _write(path, before, after)
        if path != texts.STDIN:
            print(f"{'would format' if arguments.check else 'formatted'} {terminal.visible(before.name)}")


# ---------------------------------------------------------------- writing


def _write(path: str, before: Source, after: str) -> None:
    """Put a text into a file that still has the one it was made of, with the byte order mark that it may have."""
    try:
        data = Path(path).read_bytes()
        if texts.decode(data, path).source.text != before.text:
            raise Failure(f"{before.name}: this file was changed meanwhile, and is left alone")
        Path(path).write_bytes(texts.byte_order_mark(data) + after.encode())
    except OSError as error:
        raise Failure(f"{before.name}: this file can't be written: {texts.reason(error)}") from error


def _print_difference(before: Source, after: str) -> None:
    """A unified difference, without the invisible characters where a terminal would obey them."""
    old, new = _LINE.findall(before.text), _LINE.findall(after)
    for line in difflib.unified_diff(old, new, before.name, before.name):
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        if sys.stdout.isatty():
            sys.stdout.write(terminal.visible(whole.rstrip("\r\n")) + "\n")
        else:
            _print_bytes(whole)


def _print_bytes(text: str) -> None:
    """A text as it is: its line ends are not those of the system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
