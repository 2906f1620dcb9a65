"""What was recorded at the points of a program: the only thing that hovers, hints and diagrams read."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from leaselens.dada.ir import Moments, Program, Site
from leaselens.dada.machine.state import Value, World
from leaselens.dada.worlds.trace import Node, Trace, Turn


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One execution of an expression: the worlds before and after it, which execution on its run it is (from 1), the
    choices that led there; ``run`` tells where in the record it ends (``Record.leading_to``)."""

    before: World | None
    after: World
    number: int
    turns: tuple[Turn, ...]
    run: int


class Record:
    """All traces of a file, looked up by program point. Nothing here changes once it is made."""

    def __init__(self, program: Program, traces: Sequence[Trace]) -> None:
        self.program = program
        self.traces = tuple(traces)

    @cached_property
    def _chapters(self) -> Mapping[str, Sequence[tuple[Trace, int]]]:
        """For each body the chapters that went through it, by their index."""
        chapters: dict[str, list[tuple[Trace, int]]] = defaultdict(list)
        for trace in self.traces:
            for index, chapter in enumerate(trace.chapters):
                for code in chapter.stepped:
                    chapters[code].append((trace, index))
        return chapters

    def nodes_at(self, code: str, pc: int) -> Iterator[tuple[Trace, int]]:
        """The nodes at which operation ``pc`` of a body came next, in order."""
        for trace, index in self._chapters.get(code, ()):
            for number in trace.numbers_at(index, code, pc):
                yield trace, number

    def worlds_at(self, code: str, pc: int) -> Iterator[World]:
        """Every world in which operation ``pc`` of a body comes next."""
        for trace, index in self._chapters.get(code, ()):
            chapter = trace.chapters[index]
            for place in chapter.points.get((code, pc), ()):
                yield chapter.nodes[place].world

    @cached_property
    def _moments(self) -> dict[Site, tuple[str, Moments]]:
        return {site: (code.key, m) for code in self.program.codes.values() for site, m in code.moments.items()}

    def moments(self, site: Site) -> tuple[str, Moments] | None:
        """The body that an expression belongs to, and when it begins and has its result."""
        return self._moments.get(site)

    def enclosing(self, site: Site) -> Site | None:
        """``site``, or the smallest expression around it of which the moments are known."""
        return site if site in self._moments else next(iter(self.around(site)), None)

    def around(self, site: Site) -> Sequence[Site]:
        """``site`` and what is around it, as far as the moments are known, from the inside out."""
        found = (
            other
            for other in self._moments
            if other.item == site.item and other.span.start <= site.span.start and site.span.end <= other.span.end
        )
        return sorted(found, key=lambda other: other.span.end - other.span.start)

    # ------------------------------------------------------------ executions

    def occurrences(self, site: Site) -> Iterator[Occurrence]:
        """The executions of an expression, in the order of their happening."""
        found = self.moments(site)
        if found is None:
            return
        code, moments = found
        for first, trace in zip(self._firsts, self.traces, strict=False):
            yield from _Runs(first, trace, code, moments).occurrences(self._numbers(trace, code, moments.after))

    @cached_property
    def _firsts(self) -> Sequence[int]:
        """For each trace how many nodes the traces before it have; and how many there are in all."""
        return list(accumulate((len(trace.nodes) for trace in self.traces), initial=0))

    def leading_to(self, run: int) -> Iterator[tuple[Trace, World]]:
        """The worlds on the way to the end of an execution (``Occurrence.run``), the last one first."""
        if 0 <= run < self._firsts[-1]:
            index = bisect_right(self._firsts, run) - 1
            trace = self.traces[index]
            yield from ((trace, node.world) for _, node in trace.back_from(run - self._firsts[index]))

    def _numbers(self, trace: Trace, code: str, pc: int) -> Iterator[int]:
        return (number for other, number in self.nodes_at(code, pc) if other is trace)


class _Arrival(NamedTuple):
    """A node behind an expression: how often the expression was executed on the way to it, and the turns taken."""

    executions: int
    turns: tuple[Turn, ...]


class _Runs:
    """The runs of one trace past one expression. Each node is walked back from only as far as the arrival before it."""

    def __init__(self, first: int, trace: Trace, code: str, moments: Moments) -> None:
        self.first = first
        self.trace = trace
        self.code = code
        self.moments = moments
        self.arrivals: dict[int, _Arrival] = {}

    def occurrences(self, numbers: Iterable[int]) -> Iterator[Occurrence]:
        """The executions that end at these nodes, which are in the order of their making."""
        for number in numbers:
            before, turns, last = self._back_from(number)
            executions = last.executions + (before is not None)
            self.arrivals[number] = _Arrival(executions, last.turns + turns)
            if before is not None:
                world = self.trace.nodes[number].world
                yield Occurrence(before, world, executions, self.arrivals[number].turns, self.first + number)

    def _back_from(self, number: int) -> tuple[World | None, tuple[Turn, ...], _Arrival]:
        """The moment before in the same frame (``None`` if the run came here another way), the turns since the arrival
        before, and that arrival."""
        depth = len(self.trace.nodes[number].world.frames)
        before: World | None = None
        turns: list[Turn] = []
        for step, (place, node) in enumerate(self.trace.back_from(number)):
            if step > 0 and place in self.arrivals and len(node.world.frames) == depth:
                return before, tuple(reversed(turns)), self.arrivals[place]
            if before is None and self._begins(node, depth):
                before = node.world
                if not self.arrivals:
                    return before, (*self.trace.turns_to(place), *reversed(turns)), _Arrival(0, ())
            if node.turn is not None:
                turns.append(node.turn)
        return before, tuple(reversed(turns)), _Arrival(0, ())

    def _begins(self, node: Node, depth: int) -> bool:
        frames = node.world.frames
        return len(frames) == depth and frames[-1].code == self.code and frames[-1].pc == self.moments.before


def peek(world: World, slot: int, fields: tuple[str, ...]) -> Value | None:
    """What a place holds, looked at without any access; ``None`` where it can't be followed."""
    value = world.slot(slot)
    for field in fields:
        if value is None or not world.permissions[value.permission].valid:
            return None
        thing = world.object_of(value)
        if thing is None or field not in thing.names:
            return None
        value = thing.values[thing.names.index(field)]
    return value
