"""The one switch on a file's kind: which language a text is in, and who analyses it.

Everything above (``ide``, ``cli``, the server) asks here and knows no front end by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from leaselens.dada import dialects
from leaselens.model.analysis import Analysis
from leaselens.model.elsewhere import Elsewhere, Lack, Relation
from leaselens.model.files import Files
from leaselens.text import Source


@dataclass(frozen=True)
class Task:
    """What a front end is given: the text, the dialect asked for, the answer about the text before, whether to give up,
    and the files around the text, where they are known."""

    source: Source
    dialect: str | None
    previous: Analysis | None
    cancelled: Callable[[], bool]
    files: Files | None


Recognise = Callable[[str, str | None, Files | None], bool]
"""Whether a file is of a language, by its name, its text and the files around it, where they are known."""


def _always(name: str, text: str | None, files: Files | None) -> bool:
    del name, text, files
    return True


@dataclass(frozen=True)
class Language:
    """A language by its ``name`` (as ``--language`` and the JSON spell it).

    ``extensions`` have their dot; ``dialects`` are the names that may be asked for, oldest first (empty: it has none).
    ``recognise`` is for endings that other languages have too. ``elsewhere`` finds what in other files has the wanted
    relations to what is at an offset, and ``lacking`` says what is not installed that it needs.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    dialects: tuple[str, ...]
    analyse: Callable[[Task], Analysis]
    recognise: Recognise = _always
    elsewhere: Callable[[Analysis, int, Files, Collection[Relation]], Iterable[Elsewhere]] = lambda *_: ()
    lacking: Callable[[], Lack | None] = lambda: None


class UnknownLanguage(ValueError):
    """A text was to be analysed whose language nobody can tell, or a language or dialect that does not exist."""


def _analyse_dada(task: Task) -> Analysis:
    # Imported when first used, so that `leaselens --version` and the walk over a folder wait for no grammar.
    from leaselens import dada

    return dada.analyse(task.source, task.dialect, task.previous, cancelled=task.cancelled)


def _analyse_idol(task: Task) -> Analysis:
    from leaselens import idol
    from leaselens.hubris import wiring

    return idol.analyse(task.source, wiring.facts(task.files, task.source.name))


def _is_idol(name: str, text: str | None, files: Files | None) -> bool:
    """Other notations have files ``*.idl`` too: ours begin with ``Interface(``, or a build script names them."""
    from leaselens.hubris import wiring
    from leaselens.idol import reading

    if PurePath(name).suffix.lower() == ".idol" or (text is not None and reading.looks_like_interface(text)):
        return True
    return files is not None and files.locate(name) in wiring.wiring(files)


def _idol_elsewhere(analysis: Analysis, offset: int, files: Files, wanted: Collection[Relation]) -> Iterable[Elsewhere]:
    from leaselens.hubris import operations
    from leaselens.idol import IdolAnalysis

    return operations.elsewhere(analysis, offset, files, wanted) if isinstance(analysis, IdolAnalysis) else ()


def _lacks_rust() -> Lack | None:
    from leaselens.rust import syntax

    return None if syntax.available() else syntax.MISSING


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.name: language
        for language in (
            Language("dada", "Dada", (".dada",), tuple(dialects.DIALECTS), _analyse_dada),
            Language("idol", "Idol", (".idol", ".idl"), (), _analyse_idol, _is_idol, _idol_elsewhere, _lacks_rust),
        )
    }
)
"""Every language that can be named."""


def extensions() -> tuple[str, ...]:
    """The endings of the names of known files, with their dot."""
    return tuple(extension for language in LANGUAGES.values() for extension in language.extensions)


def language_of(name: str, text: str | None = None, files: Files | None = None) -> str | None:
    """The language of a file with this name (a path or a URI), or ``None``.

    ``text`` and ``files`` are for endings that several languages have: what is in the file, and around it.
    """
    suffix = PurePath(name).suffix.lower()
    suited = (language for language in LANGUAGES.values() if suffix in language.extensions)
    return next((language.name for language in suited if language.recognise(name, text, files)), None)


def analyse(
    source: Source,
    *,
    language: str | None = None,
    dialect: str | None = None,
    previous: Analysis | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    files: Files | None = None,
) -> Analysis:
    """Analyse a text. ``language`` is told by the source's name if it is not given; ``dialect`` by the text.

    ``previous`` is the answer about the last version of the text: it keeps detection from flickering while a file is
    half typed, and what has not changed is taken over from it. ``cancelled`` is asked between steps, in the thread of
    the caller; once it says yes, the answer is incomplete and not to be shown. ``files`` are those around the text. A
    dialect that the language does not have is an ``UnknownLanguage``, as is a text whose language nobody can tell;
    nothing else is raised, whatever the text.
    """
    name = language or language_of(source.name, source.text, files)
    if name is None or name not in LANGUAGES:
        raise UnknownLanguage(f"no known language for `{language or source.name}`")
    front_end = LANGUAGES[name]
    if dialect is not None and dialect not in front_end.dialects:
        raise UnknownLanguage(f"{front_end.title} has no dialect `{dialect}`")
    return front_end.analyse(Task(source, dialect, previous, cancelled, files))
