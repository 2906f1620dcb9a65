"""Surely and maybe (design, "Surely and maybe"): read off the recorded steps, through calls and loops.

A finding at a point is *sure* when every run that reaches the point ends there by it; otherwise some run does, and the
turns that lead there are named. Other findings on the way are passed over, as the runs went on after them.
Where a permission was left open, a finding counts only if it is made for every permission that it can be.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from leaselens.dada import budgets
from leaselens.dada.ir import Site
from leaselens.dada.machine.faults import Finding
from leaselens.dada.worlds.explore import Node, Trace, Turn


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding, judged. ``turns`` are the choices that lead to it (none where it is sure), ``all_calls`` the different
    ways in which its body was called, the first one first."""

    finding: Finding
    sure: bool
    turns: tuple[Turn, ...]
    all_calls: tuple[tuple[Site, ...], ...]


def verdicts(trace: Trace) -> list[Verdict]:
    """All that a trace found, one verdict for each rule and place, in the order in which they were found; at most
    ``budgets.FINDINGS``."""
    court = _Court(trace.nodes)
    groups: dict[tuple[str, Site], list[int]] = defaultdict(list)
    for number in court.live:
        finding = trace.nodes[number].finding
        if finding is not None and finding.rule not in UNTOLD:
            groups[finding.rule, finding.site].append(number)
    judged = (court.judge(group) for group in islice(groups.values(), budgets.FINDINGS))
    return [verdict for verdict in judged if verdict is not None]


UNTOLD = frozenset({"R-1"})
"""R-1 repeats a compile-time diagnostic that has been reported already."""


class _Court:
    """The record of one trace, made ready for judging: ``live`` are the nodes that are still part of it, in the order of
    their making; ``before`` the predecessors of each; ``is_straight``: there is only one run."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.live = sorted(self._reached(set()))
        self.before: dict[int, list[int]] = defaultdict(list)
        for number in self.live:
            for successor in nodes[number].successors:
                self.before[successor].append(number)
        self.is_straight = all(len(nodes[number].successors) <= 1 for number in self.live)

    def judge(self, group: Sequence[int]) -> Verdict | None:
        """The verdict on the nodes that made one finding; ``None`` if it does not hold for all choices."""
        calls = tuple(dict.fromkeys(f.calls for n in group if (f := self.nodes[n].finding) is not None))
        finding = self.nodes[group[0]].finding
        assert finding is not None
        if self.is_straight:
            return Verdict(finding, True, (), calls)
        failing = set(group)
        if 0 not in self._leading_to(failing, self._needed_by_choice):
            return None
        bound = self._leading_to(failing | self._doubtful(), self._needed_by_all)
        sure = all(number in bound for number in self._reaching(group))
        return Verdict(finding, sure, () if sure else self._turns(group[0], bound), calls)

    def _reached(self, ends: set[int]) -> set[int]:
        """The nodes that runs come to which end at ``ends``."""
        seen, pending = {0} if self.nodes else set(), [0] if self.nodes else []
        while pending:
            number = pending.pop()
            for successor in self.nodes[number].successors if number not in ends else ():
                if successor not in seen:
                    seen.add(successor)
                    pending.append(successor)
        return seen

    def _reaching(self, group: Sequence[int]) -> list[int]:
        """Where runs are at the point of the finding, before the finding has ended them."""
        points = {_point(self.nodes[number]) for number in group}
        nodes = self.nodes
        return [
            number
            for number in self._reached(set(group))
            if nodes[number].world.frames and not nodes[number].world.doubtful and _point(nodes[number]) in points
        ]

    def _doubtful(self) -> set[int]:
        """Doubtful worlds say nothing for or against."""
        return {number for number in self.live if self.nodes[number].world.doubtful}

    def _leading_to(self, goal: set[int], needed: Callable[[int], int]) -> set[int]:
        """The least set with ``goal`` and every node of which ``needed`` many successors are in it."""
        waiting: dict[int, int] = {}
        found = set(goal)
        pending = deque(goal)
        while pending:
            for number in self.before[pending.popleft()]:
                waiting[number] = waiting.get(number, needed(number)) - 1
                if waiting[number] == 0 and number not in found:
                    found.add(number)
                    pending.append(number)
        return found

    def _needed_by_all(self, number: int) -> int:
        """Every run must come to the goal: all successors."""
        return len(self.nodes[number].successors)

    def _needed_by_choice(self, number: int) -> int:
        """Some run must come to the goal, whatever an open permission turns out to be: all successors where they differ
        in that, else one."""
        chosen = len(self.nodes[number].world.chosen)
        successors = self.nodes[number].successors
        is_choice = any(len(self.nodes[successor].world.chosen) > chosen for successor in successors)
        return len(successors) if is_choice else 1

    def _turns(self, number: int, bound: set[int]) -> tuple[Turn, ...]:
        """The turns on the way to a node at which another way would not have been bound to fail."""
        turns: list[Turn] = []
        seen: set[int] = set()
        nodes = self.nodes
        while nodes[number].parents and number not in seen:
            seen.add(number)
            parent = nodes[number].parents[0]
            turn = nodes[number].turn
            if turn is not None and any(s not in bound for s in nodes[parent].successors if s != number):
                turns.append(turn)
            number = parent
        return tuple(reversed(turns))


def _point(node: Node) -> tuple[str, int]:
    frame = node.world.frame
    return frame.code, frame.pc
