"""How random programs are spelled in each dialect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class OneOf(Protocol):
    """Chooses among options."""

    def __call__(self, options: Sequence[str], /) -> str: ...


ALL = ("my", "our", "leased", "shared")
"""The permissions that an object may have."""


@dataclass(frozen=True)
class Unknown:
    """A parameter of which the permission is unknown: how it is spelled, and what the permission may be."""

    spelled: str
    options: tuple[str, ...] = ALL


_TYPED = (
    *[Unknown("{}: E")] * 3,
    Unknown("{}"),
    Unknown("{}: my E", ("my",)),
    Unknown("{}: our E", ("our",)),
    Unknown("{}: leased E", ("leased",)),
    Unknown("{}: shared E", ("our", "shared")),
)
_SPECIFIED = (
    Unknown("{}: my", ("my",)),
    Unknown("{}: our", ("our",)),
    Unknown("{}: leased", ("leased",)),
    Unknown("{}: shleased", ("our", "shared")),
    Unknown("{}: any"),
)
_SPECIFIED_FIRST = (
    Unknown("my {}", ("my",)),
    Unknown("our {}", ("our",)),
    Unknown("leased {}", ("leased",)),
    Unknown("shleased {}", ("our", "shared")),
    Unknown("{}", ("our", "shared")),
    Unknown("any {}"),
)
_STORED = (Unknown("var {}"), Unknown("{}", ("our", "shared")))


@dataclass(frozen=True)
class Spelling:
    """The words and signs of a dialect; an empty one among several stands for writing nothing."""

    accesses: tuple[str, ...] = ("", "", "", ".share", ".share", ".lease", ".lease", ".give")
    declares: tuple[str, ...] = (*["let "] * 30, "let atomic ")
    declares_owner: str = "let "
    declare_sign: str = "="
    assigns: str = "="
    specifiers: tuple[str, ...] = ("",)
    modes: tuple[str, ...] = (*[""] * 30, "atomic ")
    generics: tuple[str, ...] = (*[""] * 20, "[shared G]")
    unknowns: tuple[Unknown, ...] = _TYPED
    permissions: tuple[str, ...] = ("my", "our", "shared", "leased", "given")
    tuples: tuple[str, ...] = ("tuple",)
    tuple_indices: bool = True
    specifier_first: bool = False
    arrows: bool = True
    breaks: bool = True
    bare_blocks: bool = True
    last_is_value: bool = False

    def let(self, name: str, value: str, one_of: OneOf) -> str:
        """A declaration."""
        return f"{one_of(self.declares)}{self._specified(name, one_of)} {self.declare_sign} {value}"

    def owner(self, name: str, value: str) -> str:
        """A declaration of a variable that owns its value."""
        return f"{self.declares_owner}{name} {self.declare_sign} {value}"

    def counter(self, name: str) -> str:
        """A variable that is counted up."""
        return f"{self.declares[0]}{name} {self.declare_sign} 0"

    def parameter(self, name: str, one_of: OneOf) -> str:
        """A parameter or field."""
        return f"{one_of(self.modes)}{self._specified(name, one_of)}"

    def _specified(self, name: str, one_of: OneOf) -> str:
        specifier = one_of(self.specifiers)
        return f"{specifier}{name}" if self.specifier_first else f"{name}{specifier}"

    def class_(self, name: str, fields: Sequence[str], one_of: OneOf) -> str:
        """A class."""
        return f"class {name}{one_of(self.generics)}({', '.join(self.parameter(one, one_of) for one in fields)})"


_ACCESSES = ("", "", "", ".share", ".shlease", ".lease", ".lease", ".give")
_SPECIFIERS = (*[""] * 20, ": my", ": our", ": leased", ": leased", ": shleased", ": shleased", ": any")

SPELLINGS = {
    "v3": Spelling(),
    "d2": Spelling(accesses=_ACCESSES, specifiers=_SPECIFIERS, unknowns=(*_TYPED, *_SPECIFIED)),
    "d3": Spelling(
        accesses=(*_ACCESSES, ".ref", ".mut"),
        specifiers=(*_SPECIFIERS, ": mutable"),
        unknowns=(*_TYPED, *_SPECIFIED, Unknown("{}: mutable", ("leased",))),
    ),
    "v2": Spelling(
        accesses=_ACCESSES,
        declares=("",),
        declares_owner="my ",
        assigns=":=",
        specifiers=(*["any "] * 12, *["my "] * 6, "our ", "leased ", "leased ", "shleased ", ""),
        specifier_first=True,
        modes=("",),
        generics=("",),
        unknowns=_SPECIFIED_FIRST,
        permissions=(),
        tuple_indices=False,
        breaks=False,
    ),
    "d1": Spelling(
        declares=(*["var "] * 12, "", "atomic "),
        declares_owner="var ",
        assigns=":=",
        modes=(*["var "] * 12, *[""] * 6, "atomic "),
        generics=("",),
        unknowns=_STORED,
        permissions=(),
        tuples=(),
        arrows=False,
        breaks=False,
        bare_blocks=False,
        last_is_value=True,
    ),
    "d1-2021": Spelling(
        declares=("var ",),
        declares_owner="var ",
        declare_sign=":=",
        modes=(*["var "] * 12, *[""] * 6, "atomic "),
        generics=("",),
        unknowns=_STORED,
        permissions=(),
        tuples=(),
        arrows=False,
        breaks=False,
        bare_blocks=False,
        last_is_value=True,
    ),
}
