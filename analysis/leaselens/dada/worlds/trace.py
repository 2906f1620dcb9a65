"""The record of all steps from one beginning: a graph of worlds, told in chapters.

A *chapter* ends where a call from the root body has returned, outside of every loop, and only one world is under way.
Nothing but that world leads from one chapter to the next. So a chapter that is begun in the same world again, and steps
through the same code, comes out the same: that is what an edit leaves standing (``resume``).

Nodes have a number in their trace; in their chapter they are called by their place. The place after the last is the
beginning of the next chapter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain
from typing import overload

from leaselens.dada.ir import Site
from leaselens.dada.machine.faults import Finding
from leaselens.dada.machine.state import World


@dataclass(frozen=True, slots=True)
class Turn:
    """Which way a world went at a branch on something unknown."""

    site: Site
    taken: bool


@dataclass(slots=True)
class Node:
    """A world at a point. ``parents`` are the places that lead here, the first one first; ``turn`` is the fork that was
    taken to get here; ``finding`` is what the step from here noticed; ``output`` what it printed. ``blind``: the step
    from here branches on something of which nothing is known, so that maybe only one of the ways is possible."""

    world: World
    parents: list[int]
    turn: Turn | None = None
    successors: list[int] = field(default_factory=list)
    finding: Finding | None = None
    output: tuple[Site, str] | None = None
    blind: bool = False


@dataclass
class Chapter:
    """A stretch of a trace; place 0 is its beginning. Nothing here changes once the next one has begun.

    ``ends`` are the places that lead to the next chapter (none: it is the last). ``stepped`` are the bodies that it
    went through, ``entered`` those that it entered without doubt, ``named`` the items that were named on the way.
    ``spent`` is what it cost (``budgets.STEPS``); ``stopped`` is where a budget was overrun, and ``is_whole`` whether
    it went on all the same; ``widened`` is the first loop in which data was forgotten.
    """

    nodes: list[Node] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    stepped: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    spent: int = 0
    stopped: Site | None = None
    widened: Site | None = None
    is_whole: bool = True

    @property
    def beginning(self) -> World:
        return self.nodes[0].world

    @cached_property
    def live(self) -> Sequence[int]:
        """The places that are still part of the record (a meeting may cut some off), in the order of their making."""
        return sorted(self.reached())

    def reached(self) -> set[int]:
        """The places that runs come to, as far as it is written."""
        seen, pending = {0}, [0]
        while pending:
            for successor in self.nodes[pending.pop()].successors:
                if successor not in seen and successor < len(self.nodes):
                    seen.add(successor)
                    pending.append(successor)
        return seen

    @cached_property
    def is_straight(self) -> bool:
        """Whether only one run goes through."""
        return all(len(self.nodes[place].successors) <= 1 for place in self.live)

    def turns_to(self, place: int) -> list[Turn]:
        """The turns that were taken in this chapter to come to a place, the last one first."""
        turns: list[Turn] = []
        seen: set[int] = set()
        while not self.is_straight and place not in seen:
            seen.add(place)
            node = self.nodes[place]
            turns += [node.turn] if node.turn is not None else []
            place = node.parents[0] if place > 0 else 0
        return turns

    @cached_property
    def findings(self) -> Sequence[int]:
        """The live places from which the step noticed something."""
        return [place for place in self.live if self.nodes[place].finding is not None]

    @cached_property
    def points(self) -> Mapping[tuple[str, int], Sequence[int]]:
        """For each body and operation number the places at which that operation comes next."""
        points: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, node in enumerate(self.nodes):
            if node.world.frames:
                frame = node.world.frames[-1]
                points[frame.code, frame.pc].append(place)
        return points


class _Nodes(Sequence[Node]):
    """The nodes of all chapters as one row, which is not copied: a trace may have many, and an edit changes few."""

    def __init__(self, chapters: Sequence[Chapter], firsts: Sequence[int]) -> None:
        self._chapters = chapters
        self._firsts = firsts

    def __len__(self) -> int:
        return self._firsts[-1]

    def __iter__(self) -> Iterator[Node]:
        return chain.from_iterable(chapter.nodes for chapter in self._chapters)

    @overload
    def __getitem__(self, number: int) -> Node: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Node]: ...

    def __getitem__(self, number: int | slice) -> Node | Sequence[Node]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        place = number if number >= 0 else len(self) + number
        index = bisect_right(self._firsts, place) - 1
        return self._chapters[index].nodes[place - self._firsts[index]]


@dataclass(frozen=True)
class Trace:
    """All recorded steps from one beginning, which is node 0, in the body ``root``."""

    root: str
    chapters: Sequence[Chapter]

    @cached_property
    def _firsts(self) -> Sequence[int]:
        """The number of the first node of each chapter, and the number of nodes."""
        return list(accumulate((len(chapter.nodes) for chapter in self.chapters), initial=0))

    @cached_property
    def nodes(self) -> Sequence[Node]:
        """All nodes by number. Their ``parents`` and ``successors`` are places: ask the trace for numbers."""
        return _Nodes(self.chapters, self._firsts)

    def parents(self, number: int) -> Sequence[int]:
        """The numbers of the nodes that lead to a node, the first one first."""
        index = bisect_right(self._firsts, number) - 1
        first = self._firsts[index]
        if number == first and index > 0:
            before = self._firsts[index - 1]
            return [before + place for place in self.chapters[index - 1].ends] + self._shifted(number, first)
        return self._shifted(number, first)

    def _shifted(self, number: int, first: int) -> list[int]:
        return [first + place for place in self.nodes[number].parents]

    def back_from(self, number: int) -> Iterator[tuple[int, Node]]:
        """A node and those that led to it first, back to the beginning, with their numbers."""
        seen: set[int] = set()
        while number not in seen:
            seen.add(number)
            yield number, self.nodes[number]
            parents = self.parents(number)
            if not parents:
                return
            number = parents[0]

    def turns_to(self, number: int) -> Sequence[Turn]:
        """The turns that were taken to come to a node, the first one first. Chapters without any cost nothing."""
        index = bisect_right(self._firsts, number) - 1
        turns = self.chapters[index].turns_to(number - self._firsts[index])
        for chapter in reversed(self.chapters[:index]):
            turns += chapter.turns_to(chapter.ends[0])
        return turns[::-1]

    def successors(self, number: int) -> Sequence[int]:
        """The numbers of the nodes that one step leads to."""
        first = self._firsts[bisect_right(self._firsts, number) - 1]
        return [first + place for place in self.nodes[number].successors]

    def numbers_at(self, index: int, code: str, pc: int) -> Iterator[int]:
        """The nodes of a chapter (by its 0-based index) at which operation ``pc`` of a body comes next."""
        first = self._firsts[index]
        return (first + place for place in self.chapters[index].points.get((code, pc), ()))

    @property
    def findings(self) -> Iterator[int]:
        """The numbers of the live nodes from which the step noticed something, in order."""
        for first, chapter in zip(self._firsts, self.chapters, strict=False):
            yield from (first + place for place in chapter.findings)

    @property
    def is_straight(self) -> bool:
        """Whether there is only one run."""
        return all(chapter.is_straight for chapter in self.chapters)

    @cached_property
    def spent(self) -> int:
        """What all of it cost (``budgets.STEPS``)."""
        return sum(chapter.spent for chapter in self.chapters)

    @property
    def stopped(self) -> Site | None:
        """Where a budget was overrun first."""
        return next((chapter.stopped for chapter in self.chapters if chapter.stopped is not None), None)

    @property
    def widened(self) -> Site | None:
        """The first loop in which data was forgotten."""
        return next((chapter.widened for chapter in self.chapters if chapter.widened is not None), None)

    @cached_property
    def entered(self) -> frozenset[str]:
        """The bodies that were entered without doubt."""
        return frozenset[str]().union(*(chapter.entered for chapter in self.chapters))
