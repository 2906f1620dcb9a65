"""Surely and maybe (design, "Surely and maybe"): read off the recorded steps, through calls and loops.

A finding at a point is *sure* when every run that reaches the point ends there by it; otherwise some run does, and the
turns that lead there are named. Other findings on the way are passed over, as the runs went on after them.
Where a permission was left open, a finding counts only if it is made for every permission that it can be; and where a
branch was blind, only if it is made on both ways.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from leaselens.dada import budgets
from leaselens.dada.ir import Site
from leaselens.dada.machine.faults import Finding
from leaselens.dada.machine.state import Ending, Where
from leaselens.dada.worlds.trace import Node, Trace, Turn


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
    court = _Court(trace)
    groups: dict[tuple[str, Site], list[int]] = defaultdict(list)
    for number in trace.findings:
        finding = trace.nodes[number].finding
        if finding is not None and finding.rule not in UNTOLD:
            groups[finding.rule, finding.site].append(number)
    judged = (court.judge(group) for group in islice(groups.values(), budgets.FINDINGS))
    return [verdict for verdict in judged if verdict is not None]


UNTOLD = frozenset({"R-1"})
"""R-1 repeats a compile-time diagnostic that has been reported already."""


class _Court:
    """The record of one trace, made ready for judging."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.nodes = trace.nodes

    @cached_property
    def live(self) -> Sequence[int]:
        """The nodes that are still part of the record, in the order of their making."""
        return sorted(self._reached(set()))

    @cached_property
    def before(self) -> Mapping[int, Sequence[int]]:
        """The predecessors of each node."""
        before: dict[int, list[int]] = defaultdict(list)
        for number in self.live:
            for successor in self.after(number):
                before[successor].append(number)
        return before

    @cached_property
    def has_blind(self) -> bool:
        """Whether some branch is blind."""
        return any(self.nodes[number].blind for number in self.live)

    def after(self, number: int) -> Sequence[int]:
        return self.trace.successors(number)

    def judge(self, group: Sequence[int]) -> Verdict | None:
        """The verdict on the nodes that made one finding; ``None`` if it does not hold for all choices."""
        calls = tuple(dict.fromkeys(f.calls for n in group if (f := self.nodes[n].finding) is not None))
        finding = self._whole(group)
        if self.trace.is_straight:
            return Verdict(finding, True, (), calls)
        failing = set(group)
        if not self._holds_for_all_choices(failing):
            return None
        bound = self._leading_to(failing | self._doubtful(), self._needed_by_all)
        sure = all(number in bound for number in self._reaching(group))
        return Verdict(finding, sure, () if sure else self._turns(group, failing, bound), calls)

    def _whole(self, group: Sequence[int]) -> Finding:
        """The first of the findings, with the histories of all that were made under the same calls."""
        findings = [finding for number in group if (finding := self.nodes[number].finding) is not None]
        first = findings[0]
        records = [f.record for f in findings if f.record is not None and f.calls == first.calls]
        if first.record is None:
            return first
        issued = frozenset[Where]().union(*(record.issued for record in records))
        endings = frozenset[Ending]().union(*(record.endings for record in records))
        return replace(first, record=first.record._replace(issued=issued, endings=endings))

    def _reached(self, ends: set[int]) -> set[int]:
        """The nodes that runs come to which end at ``ends``."""
        seen, pending = {0} if self.nodes else set(), [0] if self.nodes else []
        while pending:
            number = pending.pop()
            for successor in self.after(number) if number not in ends else ():
                if successor not in seen:
                    seen.add(successor)
                    pending.append(successor)
        return seen

    def _reaching(self, group: Sequence[int]) -> list[int]:
        """Where runs are at the point of the finding, before the finding has ended them."""
        nodes = self.nodes
        reached = (number for number in self._reached(set(group)) if not nodes[number].world.doubtful)
        if _is_told_to_caller(nodes[group[0]]):
            points = {_caller(nodes[number]) for number in group}
            return [number for number in reached if self._leaves(number) and _caller(nodes[number]) in points]
        points = {_point(nodes[number]) for number in group}
        return [number for number in reached if nodes[number].world.frames and _point(nodes[number]) in points]

    def _leaves(self, number: int) -> bool:
        """Whether the step from a node returns to a caller."""
        depth = len(self.nodes[number].world.frames)
        return depth > 1 and any(len(self.nodes[after].world.frames) < depth for after in self.nodes[number].successors)

    def _doubtful(self) -> set[int]:
        """Doubtful worlds say nothing for or against."""
        return {number for number in self.live if self.nodes[number].world.doubtful}

    def _holds_for_all_choices(self, failing: set[int]) -> bool:
        """Whether some run comes to ``failing`` whatever open permissions are, and whichever way blind branches go.
        What goes round a loop for a while may still come there."""
        allowed = set(self.live)
        while True:
            found = self._leading_to(failing, self._needed_by_choice, allowed)
            if 0 not in found or found == allowed or not self.has_blind:
                return 0 in found
            allowed = found

    def _leading_to(self, goal: set[int], needed: Callable[[int], int], allowed: set[int] | None = None) -> set[int]:
        """The least set with ``goal`` and every node of which ``needed`` many successors are in it; a blind one must
        have all its successors in ``allowed`` besides."""
        waiting: dict[int, int] = {}
        found = set(goal)
        pending = deque(goal)
        while pending:
            for number in self.before.get(pending.popleft(), ()):
                waiting[number] = waiting.get(number, needed(number)) - 1
                if waiting[number] == 0 and number not in found and self._is_allowed(number, allowed):
                    found.add(number)
                    pending.append(number)
        return found

    def _is_allowed(self, number: int, allowed: set[int] | None) -> bool:
        return allowed is None or not self.nodes[number].blind or allowed.issuperset(self.after(number))

    def _needed_by_all(self, number: int) -> int:
        """Every run must come to the goal: all successors."""
        return len(self.after(number))

    def _needed_by_choice(self, number: int) -> int:
        """Some run must come to the goal, whatever an open permission turns out to be: all successors where they differ
        in that, else one."""
        chosen = len(self.nodes[number].world.chosen)
        successors = self.after(number)
        is_choice = any(len(self.nodes[successor].world.chosen) > chosen for successor in successors)
        return len(successors) if is_choice else 1

    def _turns(self, group: Sequence[int], failing: set[int], bound: set[int]) -> tuple[Turn, ...]:
        """The turns on the way to the first node at which another way can't lead to the finding; if there is none, the
        last one at which another way need not; on the way to some other node, if there is none either."""
        able = self._leading_to(failing, lambda _: 1)
        ways = (list(self._turns_to(number)) for number in group)
        return next((turns for way in ways if (turns := _decisive(way, able, bound))), ())

    def _turns_to(self, number: int) -> Iterable[tuple[Turn, set[int]]]:
        """The turns on the way to a node, each with the nodes that the other ways led to."""
        turns: list[tuple[Turn, set[int]]] = []
        seen: set[int] = set()
        while (parents := self.trace.parents(number)) and number not in seen:
            seen.add(number)
            turn = self.nodes[number].turn
            if turn is not None:
                turns.append((turn, {s for s in self.after(parents[0]) if s != number}))
            number = parents[0]
        return reversed(turns)


def _decisive(way: Sequence[tuple[Turn, set[int]]], able: set[int], bound: set[int]) -> tuple[Turn, ...]:
    decisive = tuple(dict.fromkeys(turn for turn, others in way if not others <= able))
    return decisive or tuple(turn for turn, others in way if not others <= bound)[-1:]


def _is_told_to_caller(node: Node) -> bool:
    """Whether what was found is that the result of a call did not outlive it (§D.8.5)."""
    return node.finding is not None and node.finding.site == node.world.frame.call


def _caller(node: Node) -> tuple[str, int]:
    """Where the call of the newest frame is."""
    frame = node.world.frames[-2]
    return frame.code, frame.pc


def _point(node: Node) -> tuple[str, int]:
    frame = node.world.frame
    return frame.code, frame.pc
