"""``leaselens check``: the diagnostics of files and folders."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leaselens.cli import bugs, reading, terminal
from leaselens.cli.failure import Failure
from leaselens.cli.parser import add_language_options, dialect_for
from leaselens.cli.reports import REPORTS
from leaselens.cli.result import Checked
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.disk import files, texts
from leaselens.model.analysis import Analysis

MOST_WITH_FIXES = 20
"""For how many diagnostics of a file fixes are looked for."""

WITH_OUTPUT = ("text", "json")
"""The formats that have a place for what a program prints."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``check``."""
    parser = commands.add_parser(
        "check",
        help="report every mistake in files and folders",
        description="Reports every mistake in the files named, and in the known files of the folders named.",
        allow_abbrev=False,
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, or `-` for standard input")
    parser.add_argument(
        "--format", metavar="FORMAT", choices=tuple(REPORTS), default="text", help="text (default), json, sarif, github"
    )
    add_language_options(parser)
    parser.add_argument(
        "--output", action="store_true", help="show what the programs print too (with --format text or json)"
    )
    parser.add_argument("--advice", action="store_true", help="give advice too that is otherwise left unsaid")
    parser.add_argument("--warnings-as-errors", action="store_true", help="exit with 1 for warnings too")
    parser.set_defaults(run=run)


@dataclass
class _Tally:
    """What the exit code depends on."""

    failed: bool = False
    incomplete: bool = False

    def count(self, diagnostics: Sequence[Diagnostic], warnings_as_errors: bool) -> None:
        grave = {Severity.ERROR, Severity.WARNING} if warnings_as_errors else {Severity.ERROR}
        self.failed = self.failed or any(diagnostic.severity in grave for diagnostic in diagnostics)

    @property
    def exit_code(self) -> int:
        return 2 if self.incomplete else 1 if self.failed else 0


def run(arguments: argparse.Namespace) -> int:
    """Check what the arguments name; 0: no error found, 1: at least one, 2: something could not be looked at."""
    if arguments.output and arguments.format not in WITH_OUTPUT:
        raise Failure(f"--output goes with --format {' or '.join(WITH_OUTPUT)}, not with {arguments.format}")
    tally = _Tally()
    report = REPORTS[arguments.format]()
    for checked in _results(arguments, tally):
        tally.count(checked.diagnostics, arguments.warnings_as_errors)
        report.add(checked)
    report.finish()
    return tally.exit_code


def _results(arguments: argparse.Namespace, tally: _Tally) -> Iterator[Checked]:
    for entry in files.find(arguments.paths, reading.extensions(arguments.language)):
        match entry:
            case files.Missing(path):
                terminal.complain(f"{path}: there is no such file or folder")
                tally.incomplete = True
            case files.Unlistable(path, reason):
                text = texts.unreadable(path, reason)
                yield Checked(text.source, None, None, _problem(text), () if arguments.output else None)
            case files.Found():
                yield from _found(entry, arguments, tally)


def _found(entry: files.Found, arguments: argparse.Namespace, tally: _Tally) -> Iterator[Checked]:
    text = texts.read(entry.path, reading.name_of(entry.path, arguments))
    language = reading.language_of(text, arguments)
    if language is None:
        # In a folder there may be files that only end like ours.
        if entry.explicit:
            terminal.complain(f"{text.source.name}: no language is known for this name; say which with --language")
            tally.incomplete = True
        return
    checked = _check(text, language, arguments)
    tally.incomplete = tally.incomplete or checked is None
    if checked is not None:
        yield checked


def _check(text: texts.Text, language: str, arguments: argparse.Namespace) -> Checked | None:
    if text.problem:
        return Checked(text.source, language, None, _problem(text), () if arguments.output else None)
    try:
        analysis = reading.analysed(text, language, dialect_for(arguments.dialect, language))
        # Only the JSON has fixes: finding them takes longer than all the rest.
        told = tuple(with_fixes(analysis)) if arguments.format == "json" else tuple(analysis.diagnostics)
        told = tuple(diagnostic for diagnostic in told if arguments.advice or not diagnostic.optional)
        printed = tuple(analysis.outputs) if arguments.output else None
        return Checked(text.source, language, analysis.dialect, told, printed)
    except Exception as bug:
        bugs.report(bug, f"{text.source.name} was not checked")
        return None


def with_fixes(analysis: Analysis) -> Iterator[Diagnostic]:
    """The diagnostics, the first ``MOST_WITH_FIXES`` of them with their fixes."""
    for number, diagnostic in enumerate(analysis.diagnostics):
        is_tried = number < MOST_WITH_FIXES
        yield replace(diagnostic, fixes=tuple(analysis.fixes(diagnostic))) if is_tried else diagnostic


def _problem(text: texts.Text) -> tuple[Diagnostic, ...]:
    return (text.problem,) if text.problem else ()
