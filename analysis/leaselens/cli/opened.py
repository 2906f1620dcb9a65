"""The one file that ``diagram`` and ``view`` are about."""

from __future__ import annotations

import argparse

from leaselens.cli import reading
from leaselens.cli.failure import Failure
from leaselens.cli.parser import dialect_for
from leaselens.disk import files, texts
from leaselens.model.analysis import Analysis


def analysed(path: str, arguments: argparse.Namespace) -> Analysis:
    """The analysis of a file; a ``Failure`` if it is not there, can't be read, or is in no known language."""
    name = reading.name_of(path, arguments)
    if path != texts.STDIN and not files.exists(path):
        raise Failure(f"{path}: there is no such file")
    text = texts.read(path, name)
    language = reading.language_of(text, arguments)
    if language is None:
        raise Failure(f"{name}: no language is known for this name; say which with --language")
    if text.problem:
        raise Failure(f"{name}: {text.problem.message}")
    return reading.analysed(text, language, dialect_for(arguments.dialect, language))
