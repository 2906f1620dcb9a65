"""How random programs are spelled in each dialect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class OneOf(Protocol):
    """Chooses among options."""

    def __call__(self, options: Sequence[str], /) -> str: ...


@dataclass(frozen=True)
class Spelling:
    """The words and signs of a dialect; an empty one among several stands for writing nothing."""

    accesses: tuple[str, ...] = ("", "", "", ".share", ".share", ".lease", ".lease", ".give")
    declares: tuple[str, ...] = ("let",)
    declare_sign: str = "="
    assigns: str = "="
    specifiers: tuple[str, ...] = ("",)
    modes: tuple[str, ...] = ("",)
    permissions: tuple[str, ...] = ("my", "our", "shared", "leased", "given")
    tuples: tuple[str, ...] = ("tuple",)
    arrows: bool = True
    bare_blocks: bool = True
    last_is_value: bool = False

    def let(self, name: str, value: str, one_of: OneOf) -> str:
        """A declaration."""
        return f"{one_of(self.declares)} {name}{one_of(self.specifiers)} {self.declare_sign} {value}".strip()

    def counter(self, name: str) -> str:
        """A variable that is counted up."""
        return f"{self.declares[0]} {name} {self.declare_sign} 0"

    def parameter(self, name: str, one_of: OneOf) -> str:
        """A parameter or field."""
        return f"{one_of(self.modes)}{name}{one_of(self.specifiers)}"

    def class_(self, name: str, fields: Sequence[str], one_of: OneOf) -> str:
        """A class."""
        return f"class {name}({', '.join(self.parameter(one, one_of) for one in fields)})"


_ACCESSES = ("", "", "", ".share", ".shlease", ".lease", ".lease", ".give")
_SPECIFIERS = (*[""] * 20, ": my", ": our", ": leased", ": leased", ": shleased", ": shleased", ": any")

SPELLINGS = {
    "v3": Spelling(),
    "d2": Spelling(accesses=_ACCESSES, specifiers=_SPECIFIERS),
    "d3": Spelling(accesses=(*_ACCESSES, ".ref", ".mut"), specifiers=(*_SPECIFIERS, ": mutable")),
    "d1": Spelling(
        declares=("var",),
        assigns=":=",
        modes=("var ", "var ", ""),
        permissions=(),
        tuples=(),
        arrows=False,
        bare_blocks=False,
        last_is_value=True,
    ),
    "d1-2021": Spelling(
        declares=("var",),
        declare_sign=":=",
        modes=("var ", "var ", ""),
        permissions=(),
        tuples=(),
        arrows=False,
        bare_blocks=False,
        last_is_value=True,
    ),
}
