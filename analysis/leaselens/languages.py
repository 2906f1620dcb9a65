"""The one switch on a file's kind: which language a text is in, and who analyses it.

Everything above (``ide``, ``cli``, the server) asks here and knows no front end by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from leaselens.dada import dialects
from leaselens.model.analysis import Analysis
from leaselens.text import Source

Cancelled = Callable[[], bool]
Analyse = Callable[[Source, str | None, Analysis | None, Cancelled], Analysis]
"""A front end's door: the text, the dialect asked for, the answer about the text before, whether to give up."""


@dataclass(frozen=True)
class Language:
    """A language by its ``name`` (as ``--language`` and the JSON spell it).

    ``extensions`` have their dot; ``dialects`` are the names that may be asked for, oldest first (empty: it has none).
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    dialects: tuple[str, ...]
    analyse: Analyse


class UnknownLanguage(ValueError):
    """A text was to be analysed whose language nobody can tell, or a language or dialect that does not exist."""


def _analyse_dada(source: Source, dialect: str | None, previous: Analysis | None, cancelled: Cancelled) -> Analysis:
    # Imported when first used, so that `leaselens --version` and the walk over a folder wait for no grammar.
    from leaselens import dada

    return dada.analyse(source, dialect, previous, cancelled=cancelled)


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.name: language
        for language in (Language("dada", "Dada", (".dada",), tuple(dialects.DIALECTS), _analyse_dada),)
    }
)
"""Every language that can be named."""


def extensions() -> tuple[str, ...]:
    """The endings of the names of known files, with their dot."""
    return tuple(extension for language in LANGUAGES.values() for extension in language.extensions)


def language_of(name: str, text: str | None = None) -> str | None:
    """The language of a file with this name (a path or a URI), or ``None``.

    ``text`` is for languages whose files are told apart by what is in them; Dada's are known by their name alone.
    """
    del text
    suffix = PurePath(name).suffix.lower()
    return next((language.name for language in LANGUAGES.values() if suffix in language.extensions), None)


def analyse(
    source: Source,
    *,
    language: str | None = None,
    dialect: str | None = None,
    previous: Analysis | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Analysis:
    """Analyse a text. ``language`` is told by the source's name if it is not given; ``dialect`` by the text.

    ``previous`` is the answer about the last version of the text: it keeps detection from flickering while a file is
    half typed, and what has not changed is taken over from it. ``cancelled`` is asked between steps, in the thread of
    the caller; once it says yes, the answer is incomplete and not to be shown. A dialect that the language does not
    have is an ``UnknownLanguage``, as is a text whose language nobody can tell; nothing else is raised, whatever the
    text.
    """
    name = language or language_of(source.name, source.text)
    if name is None or name not in LANGUAGES:
        raise UnknownLanguage(f"no known language for `{language or source.name}`")
    front_end = LANGUAGES[name]
    if dialect is not None and dialect not in front_end.dialects:
        raise UnknownLanguage(f"{front_end.title} has no dialect `{dialect}`")
    return front_end.analyse(source, dialect, previous, cancelled)
