"""Surely and maybe (design, "Surely and maybe"): read off the recorded steps, through calls and loops.

A finding at a point is *sure* when every run that reaches the point ends there by it; otherwise some run does, and the
turns that lead there are named. Other findings on the way are passed over, as the runs went on after them.
Where a permission was left open, a finding counts only if it is made for every permission that it can be.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    """All that a trace found, one verdict for each rule and place, in the order in which they were found."""
    live = _reachable(trace.nodes)
    groups: dict[tuple[str, Site], list[int]] = defaultdict(list)
    for number in live:
        finding = trace.nodes[number].finding
        if finding is not None:
            groups[finding.rule, finding.site].append(number)
    judged = (_judge(trace, live, group) for group in groups.values())
    return [verdict for verdict in judged if verdict is not None]


def _judge(trace: Trace, live: Sequence[int], group: Sequence[int]) -> Verdict | None:
    nodes = trace.nodes
    failing = set(group)
    if not _holds_for_all_choices(nodes, live, failing):
        return None
    finding = nodes[group[0]].finding
    assert finding is not None
    bound_to_fail = _bound_to_fail(nodes, live, failing)
    points = {_point(nodes[number]) for number in group}
    reaching = [n for n in live if nodes[n].world.frames and _point(nodes[n]) in points and not nodes[n].world.doubtful]
    sure = all(number in bound_to_fail for number in reaching)
    turns = () if sure else _turns(nodes, group[0], bound_to_fail)
    calls = tuple(dict.fromkeys(f.calls for n in group if (f := nodes[n].finding) is not None))
    return Verdict(finding, sure, turns, calls)


def _point(node: Node) -> tuple[str, int]:
    frame = node.world.frame
    return frame.code, frame.pc


def _reachable(nodes: Sequence[Node]) -> list[int]:
    """The nodes that are still part of the record, in the order of their making."""
    if not nodes:
        return []
    seen, pending = {0}, [0]
    while pending:
        for number in nodes[pending.pop()].successors:
            if number not in seen:
                seen.add(number)
                pending.append(number)
    return sorted(seen)


def _predecessors(nodes: Sequence[Node], live: Iterable[int]) -> dict[int, list[int]]:
    before: dict[int, list[int]] = defaultdict(list)
    for number in live:
        for successor in nodes[number].successors:
            before[successor].append(number)
    return before


def _bound_to_fail(nodes: Sequence[Node], live: Sequence[int], failing: set[int]) -> set[int]:
    """The nodes from which every run comes to a failing one. Doubtful worlds say nothing for or against."""
    before = _predecessors(nodes, live)
    waiting = {number: len(nodes[number].successors) for number in live}
    bound = set(failing) | {number for number in live if nodes[number].world.doubtful}
    pending = deque(bound)
    while pending:
        for number in before[pending.popleft()]:
            waiting[number] -= 1
            if waiting[number] == 0 and number not in bound:
                bound.add(number)
                pending.append(number)
    return bound


def _holds_for_all_choices(nodes: Sequence[Node], live: Sequence[int], failing: set[int]) -> bool:
    """Whether the beginning can come to a failing node whatever open permissions turn out to be."""
    before = _predecessors(nodes, live)
    waiting = {number: len(nodes[number].successors) if _is_choice(nodes, number) else 1 for number in live}
    holding = set(failing)
    pending = deque(holding)
    while pending:
        for number in before[pending.popleft()]:
            waiting[number] -= 1
            if waiting[number] == 0 and number not in holding:
                holding.add(number)
                pending.append(number)
    return 0 in holding


def _is_choice(nodes: Sequence[Node], number: int) -> bool:
    """Whether a node's successors differ in what an open permission turned out to be."""
    chosen = nodes[number].world.chosen
    return any(len(nodes[s].world.chosen) > len(chosen) for s in nodes[number].successors)


def _turns(nodes: Sequence[Node], number: int, bound_to_fail: set[int]) -> tuple[Turn, ...]:
    """The turns on the way to a node at which another way would not have been bound to fail."""
    turns: list[Turn] = []
    seen: set[int] = set()
    while nodes[number].parents and number not in seen:
        seen.add(number)
        parent = nodes[number].parents[0]
        turn = nodes[number].turn
        others = [s for s in nodes[parent].successors if s != number]
        if turn is not None and any(s not in bound_to_fail for s in others):
            turns.append(turn)
        number = parent
    return tuple(reversed(turns))
