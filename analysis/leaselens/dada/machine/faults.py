"""How a rule says that it can't go on: a fault (a run-time error of §D.12), or a question that must be forked on."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.dada.ir import Demand, Site
from leaselens.dada.machine.state import Permission


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule noticed, apart from how it is told. ``rule`` is the number of §D.12 (``R-2``).

    ``words`` fill the rule's message; ``place`` is the place as written; ``lease`` and ``record`` are the permission
    that the finding is about, with its history; ``declared`` is a declaration that has to do with it; ``demand`` the
    specifier that was not met.
    """

    rule: str
    site: Site
    words: tuple[tuple[str, str], ...] = ()
    place: str = ""
    lease: int | None = None
    record: Permission | None = None
    declared: Site | None = None
    demand: Demand | None = None
    calls: tuple[Site, ...] = ()


class Fault(Exception):
    """An operation fails by a rule of §D.12."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


def fault(rule: str, site: Site, *, place: str = "", **words: str) -> Fault:
    """A fault that is not about a permission's history."""
    return Fault(Finding(rule, site, tuple(sorted(words.items())), place))


class Undecided(Exception):
    """A rule asks what kind of permission this is, and it was left open: the world must fork on its options; not if it
    leads to data, which is always ``our`` (§D.5)."""

    def __init__(self, permission: int, *, of_data: bool = False) -> None:
        super().__init__(permission)
        self.permission = permission
        self.of_data = of_data
