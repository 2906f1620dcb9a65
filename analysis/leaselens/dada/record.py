"""What was recorded at the points of a program: the only thing that hovers, hints and diagrams read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from leaselens.dada.ir import Moments, Program, Site
from leaselens.dada.machine.state import World
from leaselens.dada.worlds.explore import Node, Trace, Turn


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One execution of an expression: the worlds before and after it, which execution on its run it is (from 1), and
    the choices that led there."""

    before: World | None
    after: World
    number: int
    turns: tuple[Turn, ...]


class Record:
    """All traces of a file, looked up by program point. Nothing here changes once it is made."""

    def __init__(self, program: Program, traces: Sequence[Trace]) -> None:
        self.program = program
        self.traces = tuple(traces)

    @cached_property
    def points(self) -> dict[tuple[str, int], list[tuple[Trace, int]]]:
        """For each body and operation number the nodes at which that operation came next, in order."""
        points: dict[tuple[str, int], list[tuple[Trace, int]]] = defaultdict(list)
        for trace in self.traces:
            for number, node in enumerate(trace.nodes):
                if node.world.frames:
                    frame = node.world.frame
                    points[frame.code, frame.pc].append((trace, number))
        return points

    def worlds_at(self, code: str, pc: int) -> Iterator[World]:
        """Every world in which operation ``pc`` of a body comes next."""
        for trace, number in self.points.get((code, pc), ()):
            yield trace.nodes[number].world

    @cached_property
    def _moments(self) -> dict[Site, tuple[str, Moments]]:
        return {site: (code.key, m) for code in self.program.codes.values() for site, m in code.moments.items()}

    def moments(self, site: Site) -> tuple[str, Moments] | None:
        """The body that an expression belongs to, and when it begins and has its result."""
        return self._moments.get(site)

    def enclosing(self, site: Site) -> Site | None:
        """``site``, or the smallest expression around it of which the moments are known."""
        if site in self._moments:
            return site
        around = (
            other
            for other in self._moments
            if other.item == site.item and other.span.start <= site.span.start and site.span.end <= other.span.end
        )
        return min(around, key=lambda other: other.span.end - other.span.start, default=None)

    # ------------------------------------------------------------ executions

    def occurrences(self, site: Site) -> Iterator[Occurrence]:
        """The executions of an expression, in the order of their happening."""
        found = self.moments(site)
        if found is None:
            return
        code, moments = found
        for trace, number in self.points.get((code, moments.after), ()):
            occurrence = _occurrence(trace, number, code, moments)
            if occurrence is not None:
                yield occurrence


def _occurrence(trace: Trace, number: int, code: str, moments: Moments) -> Occurrence | None:
    """Pair the moment after with the moment before it in the same frame; ``None`` if the run came here another way."""
    depth = len(trace.nodes[number].world.frames)
    before: World | None = None
    earlier = 0
    turns: list[Turn] = []
    for step, node in enumerate(_back_from(trace, number)):
        if node.turn is not None:
            turns.append(node.turn)
        if not _is_in(node, code, depth):
            continue
        pc = node.world.frame.pc
        if step > 0 and pc == moments.after:
            if before is None:
                return None
            earlier += 1
        if pc == moments.before and before is None:
            before = node.world
    if before is None:
        return None
    return Occurrence(before, trace.nodes[number].world, earlier + 1, tuple(reversed(turns)))


def _is_in(node: Node, code: str, depth: int) -> bool:
    frames = node.world.frames
    return len(frames) == depth and frames[-1].code == code


def _back_from(trace: Trace, number: int) -> Iterator[Node]:
    """A node and those that led to it, back to the beginning."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        node = trace.nodes[number]
        yield node
        if not node.parents:
            return
        number = node.parents[0]
