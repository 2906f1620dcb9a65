"""Going on from what was recorded of an earlier version of a program (design, "Calls").

A chapter still holds if everything that it stepped through is as it was. It is taken over where the run comes to the
world that it was begun in. So an edit costs the chapters that step through what was edited; and those after them, until
a world is again the one that was recorded there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from leaselens.dada.ir import Program
from leaselens.dada.machine.state import World
from leaselens.dada.worlds.trace import Chapter, Trace


class Changes:
    """What is different between two versions of a program, as keys of items and bodies."""

    def __init__(self, old: Program, new: Program) -> None:
        self.codes = {key for key, code in old.codes.items() if new.codes.get(key) is not code}
        self.functions = {key for key, function in old.functions.items() if _differ(function, new.functions.get(key))}
        self.classes = old.class_names != new.class_names or old.classes != new.classes

    def spare(self, chapter: Chapter) -> bool:
        """Whether a chapter depends on nothing that has changed. Values of any class may have come into it from before,
        so a class that has changed changes every chapter."""
        stepped = chapter.stepped
        is_spared = not self.classes and stepped.isdisjoint(self.codes) and stepped.isdisjoint(self.functions)
        return is_spared and chapter.named.isdisjoint(self.functions)


def _differ(one: object, other: object) -> bool:
    return one is not other and one != other


class Recorded:
    """A trace of the earlier version, and what has changed since."""

    def __init__(self, trace: Trace, changes: Changes) -> None:
        self.trace = trace
        self._changes = changes

    @property
    def holds(self) -> bool:
        """Whether the whole trace would come out as it is recorded."""
        return all(self._spared)

    def chapters(self, world: World, limit: int) -> Sequence[Chapter]:
        """The recorded chapters that begin in ``world`` and still hold, one after the other; at most as many as cost no
        more than ``limit``."""
        number = next((n for n in self._at.get(world.frame.pc, ()) if self._begins(n, world)), None)
        if number is None:
            return ()
        begun = number
        while number < len(self._spared) and self._holds(number, limit):
            limit -= self.trace.chapters[number].spent
            number += 1
        return self.trace.chapters[begun:number]

    def _begins(self, number: int, world: World) -> bool:
        beginning = self.trace.chapters[number].beginning
        return beginning is world or beginning == world

    def _holds(self, number: int, limit: int) -> bool:
        chapter = self.trace.chapters[number]
        return self._spared[number] and chapter.is_whole and chapter.spent <= limit

    @cached_property
    def _spared(self) -> Sequence[bool]:
        return [self._changes.spare(chapter) for chapter in self.trace.chapters]

    @cached_property
    def _at(self) -> Mapping[int, Sequence[int]]:
        """The numbers of the chapters that begin at each operation."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, chapter in enumerate(self.trace.chapters):
            found[chapter.beginning.frame.pc].append(number)
        return found

    def after(self, chapter: Chapter) -> World | None:
        """The world in which the next chapter was begun; ``None`` after the last one."""
        number = next(n for n in self._at[chapter.beginning.frame.pc] if self.trace.chapters[n] is chapter) + 1
        return self.trace.chapters[number].beginning if number < len(self.trace.chapters) else None

    def is_all(self, chapters: Sequence[Chapter]) -> bool:
        """Whether ``chapters`` are those of the recorded trace, the same and no others."""
        return list(map(id, chapters)) == list(map(id, self.trace.chapters))
