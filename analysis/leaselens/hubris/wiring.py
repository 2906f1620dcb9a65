"""Which build script generates what from which interface (reference §C.2, §C.3).

An interface's name is not unique, so only the build scripts tell which crate has to do with which file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from posixpath import dirname, join, normpath

from leaselens.idol.facts import Facts, Stub
from leaselens.idol.limits import Version
from leaselens.model.files import Files
from leaselens.text import Span

_COMMENT = re.compile(
    r"""
      \br(?P<hashes>\#*)".*?(?:"(?P=hashes)|\Z)
    | "(?:[^"\\]|\\.)*(?:"|\Z)    # what has no end goes to the end of the text
    | '(?:[^'\\\n]|\\.)'
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    """,
    re.DOTALL | re.VERBOSE,
)
_CALL = re.compile(r'\b(build_\w+)\s*\(\s*(?:&\s*)?"([^"]+\.(?:idol|idl))"')
_RUNTIME = re.compile(r'name = "idol-runtime"\nversion = "(\d+)\.(\d+)')


class Side(StrEnum):
    """Who uses the generated code."""

    CLIENT = "client"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Wire:
    """A call in a build script: of which side, where it names the interface, and the path of the interface."""

    side: Side
    script: str
    span: Span
    interface: str

    @property
    def crate(self) -> str:
        """The folder of the crate."""
        return dirname(self.script)


@lru_cache(maxsize=8)
def wiring(files: Files) -> Mapping[str, tuple[Wire, ...]]:
    """All calls of all build scripts, by the path of the interface."""
    found: dict[str, list[Wire]] = {}
    for script in files.ending("/build.rs"):
        for wire in _wires(script, files.text(script) or ""):
            found.setdefault(wire.interface, []).append(wire)
    return {path: tuple(wires) for path, wires in found.items()}


def facts(files: Files | None, name: str) -> Facts:
    """What the surroundings of an interface say about it."""
    path = files.locate(name) if files is not None else None
    if files is None or path is None:
        return Facts()
    wires = wiring(files).get(path, ())
    clients, servers = (
        tuple(Stub(wire.script, wire.span) for wire in wires if wire.side is side)
        for side in (Side.CLIENT, Side.SERVER)
    )
    return Facts(clients, servers, _runtime(files))


def _wires(script: str, text: str) -> Iterator[Wire]:
    for call in _CALL.finditer(_without_comments(text)):
        side = Side.CLIENT if "client" in call[1] else Side.SERVER
        yield Wire(side, script, Span(*call.span(2)), normpath(join(dirname(script), call[2])))


def _without_comments(text: str) -> str:
    """The text with blanks for its comments, so that every offset stays what it is."""
    return _COMMENT.sub(lambda match: " " * len(match[0]) if match["comment"] else match[0], text)


@lru_cache(maxsize=8)
def _runtime(files: Files) -> Version | None:
    for path in files.ending("/Cargo.lock"):
        if match := _RUNTIME.search(files.text(path) or ""):
            return int(match[1]), int(match[2])
    return None
