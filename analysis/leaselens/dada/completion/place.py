"""Where a half typed text meets the finished analysis: names, places and calls before the cursor, as it knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from leaselens.dada import tree
from leaselens.dada.completion.alignment import Alignment
from leaselens.dada.completion.context import Context
from leaselens.dada.completion.declared import PRINT, Declared, declared
from leaselens.dada.completion.glance import Path
from leaselens.dada.completion.point import Point, point_at
from leaselens.dada.machine.data import ClassValue, FunctionValue
from leaselens.dada.machine.state import World
from leaselens.dada.names import MODULE, Local
from leaselens.text import Source

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


class Place:
    """A place of the text that is being typed, and what the analysis knows there."""

    def __init__(self, analysis: DadaAnalysis, source: Source, context: Context) -> None:
        self.analysis, self.context = analysis, context
        self.alignment = Alignment(analysis.source.text, source.text)

    @property
    def file(self) -> tree.File:
        return self.analysis.file

    @cached_property
    def point(self) -> Point:
        return point_at(self.file, self.analysis.program, self.alignment.to_old(self.context.word.start))

    @cached_property
    def worlds(self) -> list[World]:
        """The worlds that were recorded at the point."""
        return self.point.worlds(self.analysis.record)

    @cached_property
    def locals(self) -> list[Local]:
        """The variables in scope, the one declared last first."""
        return self.point.locals(self.analysis.names, self.file, self._opened)

    @property
    def _opened(self) -> int | None:
        """Where the innermost open bracket stands, relative to the item."""
        if not self.context.opened or self.point.item == "":
            return None
        bracket = self.context.tokens[self.context.opened[-1]]
        if not self.alignment.is_old(bracket.start):
            return None
        return self.alignment.to_old(bracket.start) - self.file.by_key[self.point.item].start

    @property
    def may_await(self) -> bool:
        """Whether something may be awaited here (C-36, C-37)."""
        body = self.point.body
        item = self.file.by_key[body].item if body is not None and body != MODULE else None
        is_async = body == MODULE or (isinstance(item, tree.Function) and item.is_async)
        return is_async and not any(isinstance(node, tree.Atomic) for node in self.point.around)

    @property
    def in_loop(self) -> bool:
        return any(isinstance(node, tree.Loop | tree.While) for node in self.point.around)

    # ------------------------------------------------------------ names

    def local(self, name: str) -> Local | None:
        """The variable that a name stands for."""
        return next((local for local in self.locals if local.binding.name.text == name), None)

    def path(self, words: Sequence[str]) -> Path | None:
        """The place that some words with dots between them name."""
        local = self.local(words[0])
        return None if local is None else Path(local.index, tuple(words[1:]), ".".join(words))

    def item(self, name: str) -> Declared | None:
        """The class or function of that name, or ``print``."""
        if name == PRINT.name:
            return PRINT
        key = self.analysis.names.items.get(name)
        return None if key is None else declared(self.file.by_key[key], self.file)

    def callee(self, name: str) -> Declared | None:
        """What a call of that name calls: a variable may hold a function, the same one on all runs."""
        local = self.local(name)
        if local is None:
            return self.item(name)
        contents = {value.content for world in self.worlds if (value := world.slot(local.index)) is not None}
        content = contents.pop() if len(contents) == 1 else None
        if not isinstance(content, ClassValue | FunctionValue):
            return None
        return declared(self.file.by_key[content.key], self.file)
