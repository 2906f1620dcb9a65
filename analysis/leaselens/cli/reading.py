"""What the options say of a text: its name, its language, what it is analysed with."""

from __future__ import annotations

import argparse

from leaselens import disk, languages
from leaselens.disk.texts import STDIN, Text
from leaselens.model.analysis import Analysis


def extensions(language: str | None) -> tuple[str, ...]:
    """The endings of the names of the files that are looked for in a folder: of one language, or of all."""
    return languages.LANGUAGES[language].extensions if language else languages.extensions()


def name_of(path: str, arguments: argparse.Namespace) -> str:
    """What a path is printed as: standard input is called what ``--stdin-filename`` says."""
    return (arguments.stdin_filename or STDIN) if path == STDIN else path


def language_of(text: Text, arguments: argparse.Namespace) -> str | None:
    """The language that a text is read in; ``None``: nobody can tell.

    Standard input is Dada where nothing says otherwise.
    """
    name = text.source.name
    known = arguments.language or languages.language_of(name, text.source.text, disk.around(name))
    return known or ("dada" if name == STDIN else None)


def analysed(text: Text, language: str, dialect: str | None) -> Analysis:
    """The analysis of a text, which is told what lies around it."""
    return languages.analyse(text.source, language=language, dialect=dialect, files=disk.around(text.source.name))
