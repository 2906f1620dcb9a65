"""``max_len`` of a lease (HUB106), and what depends on the generator's version."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from leaselens.idol import catalogue
from leaselens.idol.findings import Finding, replace
from leaselens.idol.ron import Group, Literal, Member, Name, Value
from leaselens.idol.tree import Limit

LARGEST: Final = 2**32 - 1
_NUMBER = re.compile(r"[+]?(0x[0-9A-Fa-f][0-9A-Fa-f_]*|0b[01][01_]*|0o[0-7][0-7_]*|[0-9][0-9_]*)")

Version = tuple[int, ...]
"""Such as ``(0, 5)``."""


class Limitation(NamedTuple):
    """Something that the generator or its runtime can't do, up to and including the version ``through``."""

    what: str
    through: Version

    def holds_for(self, version: Version | None) -> bool:
        """Whether a version has it; one that is not known is taken for one that has."""
        return version is None or version[: len(self.through)] <= self.through


READ_WRITE_LEASES: Final = Limitation("read+write leases have no server constructor in idol-runtime ≤ 0.5", (0, 5))
"""Reference §A.6."""


def limit(member: Member | None, implicit_some: bool) -> tuple[Limit | None, Finding | None]:
    """The value of ``max_len``, and what is wrong with it; ``None`` twice where there is none, or ``None`` is written.

    With the extension ``implicit_some`` a bare number will do.
    """
    value = member.value if member is not None else None
    if member is None or value is None or (isinstance(value, Name) and value.text == "None"):
        return None, None
    if isinstance(value, Group) and value.name is not None and value.name.text == "Some":
        if value.close is None:
            return None, None  # it is still being written
        inner = value.members[0].value if len(value.members) == 1 else None
        return _counted(member, inner)
    if implicit_some:
        return _counted(member, value)
    return _wrong(member, f"`max_len` needs `Some({_written(value)})`", f"Some({_written(value)})")


def _counted(member: Member, value: Value | None) -> tuple[Limit | None, Finding | None]:
    match = _NUMBER.fullmatch(value.text) if isinstance(value, Literal) else None
    if match is None:
        return _wrong(member, "`max_len` is a whole number from 1 to 4294967295")
    count = _value(match[1].replace("_", ""))
    if not 0 < count <= LARGEST:
        return _wrong(member, "`max_len` is from 1 to 4294967295")
    assert member.value is not None
    return Limit(member.span, member.value.span, count), None


def _value(digits: str) -> int:
    """The value of a number. Python reads none that is too long, and eleven digits are too many already."""
    return int(digits, 0) if digits[1:2].isalpha() else int(digits.lstrip("0")[:11] or "0")


def _wrong(member: Member, message: str, instead: str | None = None) -> tuple[Limit, Finding]:
    assert member.value is not None
    span = member.value.span
    fixes = (replace(f"Write `{instead}`", span, instead),) if instead and "…" not in instead else ()
    found = catalogue.MAX_LEN_FORM.at(span, message, help="Write `max_len: Some(64)`.")
    return Limit(member.span, span, None), Finding(found, fixes)


def _written(value: Value | None) -> str:
    return value.text if isinstance(value, Literal) else "…"
