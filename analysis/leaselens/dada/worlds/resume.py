"""Going on from what was recorded of an earlier version of a program (design, "Calls").

A chapter still holds if everything that it stepped through is as it was. It is taken over where the run comes to the
world that it was begun in. So an edit costs the chapters that step through what was edited; and those after them, until
a world is again the one that was recorded there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from leaselens.dada.ir import Program
from leaselens.dada.machine.state import World
from leaselens.dada.worlds.trace import Chapter, Trace


class Changes:
    """What is different between two versions of a program, as keys of items and bodies."""

    def __init__(self, old: Program, new: Program) -> None:
        self.codes = {key for key, code in old.codes.items() if new.codes.get(key) is not code}
        self.functions = {key for key, function in old.functions.items() if new.functions.get(key) != function}
        self.classes = old.class_names != new.class_names or old.classes != new.classes

    def spare(self, chapter: Chapter) -> bool:
        """Whether a chapter depends on nothing that has changed. Values of any class may have come into it from before,
        so a class that has changed changes every chapter."""
        stepped = chapter.stepped
        is_spared = not self.classes and stepped.isdisjoint(self.codes) and stepped.isdisjoint(self.functions)
        return is_spared and chapter.named.isdisjoint(self.functions)


class Recorded:
    """A trace of the earlier version, and what has changed since."""

    def __init__(self, trace: Trace, changes: Changes) -> None:
        self.trace = trace
        self._changes = changes
        self._next = dict(zip(map(id, trace.chapters), trace.chapters[1:], strict=False))
        self._by_point: dict[int, list[Chapter]] = defaultdict(list)
        for chapter in trace.chapters:
            self._by_point[chapter.beginning.frame.pc].append(chapter)

    def chapter(self, world: World, limit: int) -> Chapter | None:
        """The recorded chapter that begins in ``world`` and still holds, if it costs no more than ``limit``."""
        begun = self._by_point.get(world.frame.pc, ())
        holding = (c for c in begun if c.is_whole and c.spent <= limit and self._changes.spare(c))
        return next((c for c in holding if c.beginning is world or c.beginning == world), None)

    def after(self, chapter: Chapter) -> World | None:
        """The world in which the next chapter was begun; ``None`` after the last one."""
        following = self._next.get(id(chapter))
        return following.beginning if following is not None else None

    def is_all(self, chapters: Sequence[Chapter]) -> bool:
        """Whether ``chapters`` are those of the recorded trace, the same and no others."""
        return list(map(id, chapters)) == list(map(id, self.trace.chapters))
