"""A stand-in for the analysis, whose findings can be told from the text at a glance.

Every ``BAD`` is an error whose story begins at the first character, every ``ODD`` a warning; ``let NAME`` declares a
variable; ``BOOM`` makes the analysis raise. As a program it is the server with this analysis.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from leaselens.diagnostics import Certainty, Diagnostic, Edit, Fix, Related, Role, Severity, Tag
from leaselens.model.analysis import Analysis, Binding, Life, LifeEvent, Output, PlaceFact, Symbol, SymbolKind, Visit
from leaselens.model.diagram import Diagram, Frame, HeapObject, Kind, Permission, Row, State
from leaselens.text import Source, Span


@dataclass(frozen=True)
class StubAnalysis(Analysis):
    given: Source
    read_as: str | None = "v3"

    @property
    def source(self) -> Source:
        return self.given

    @property
    def language(self) -> str:
        return "dada"

    @property
    def dialect(self) -> str | None:
        return self.read_as

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        return [_finding(Span(*found.span()), found[0]) for found in re.finditer("BAD|ODD", self.source.text)]

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        """Every ``BAD`` may become ``GOOD``, or be followed by a smile."""
        end = Span(diagnostic.span.end, diagnostic.span.end)
        good, smile = Edit(diagnostic.span, "GOOD"), Edit(end, "\U0001f600")
        return [Fix("Write `GOOD`", (good,)), Fix("Smile", (smile,))] if diagnostic.rule == "bad" else []

    @property
    def outline(self) -> Sequence[Symbol]:
        found = re.finditer(r"(?<=let )\w+", self.source.text)
        return [Symbol(m[0], SymbolKind.VARIABLE, Span(m.start() - 4, m.end()), Span(*m.span())) for m in found]

    @property
    def statements(self) -> Sequence[Span]:
        return [Span(*found.span()) for found in re.finditer(r"\S.*", self.source.text)]

    @property
    def bindings(self) -> Sequence[Binding]:
        row = Row("x", permission=Permission.MY, word="my", state=State.VALID, value="22")
        return [Binding(s.name, s.selection, False, (row,)) for s in self.outline]

    @property
    def outputs(self) -> Sequence[Output]:
        return []

    def expression_at(self, offset: int) -> Span | None:
        return next((span for span in map(self._span, self._words()) if span.touches(offset)), None)

    def visits_at(self, offset: int) -> Sequence[Visit]:
        span = self.expression_at(offset)
        if span is None:
            return []
        row = Row("x", None, Permission.MY, "my", issued=span, target=1, state=State.VALID, changed=True)
        graph = Diagram((Frame("main", (row,)),), (HeapObject(1, Kind.INSTANCE, "Point", created=span),))
        return [Visit(graph, graph), Visit(graph, None, number=2)]

    def visits_of(self, statement: Span) -> Sequence[Visit]:
        return self.visits_at(statement.start)

    def place_at(self, offset: int) -> PlaceFact | None:
        span = self.expression_at(offset)
        if span is None:
            return None
        row = Row("x", None, Permission.MY, "my", target=1, state=State.VALID)
        return PlaceFact(span, self.source.text[slice(*span)], (row,), (row,))

    def life_at(self, offset: int) -> Sequence[Life]:
        """The life of a word: issued where it stands first, used where it stands again."""
        span = self.expression_at(offset)
        word = self.source.text[slice(*span)] if span else None
        spans = [self._span(found) for found in self._words() if found[0] == word]
        return [Life(s, LifeEvent.USED if number else LifeEvent.ISSUED) for number, s in enumerate(spans)]

    def life_of(self, run: int, lease: int) -> Sequence[Life]:
        """The words are the leases: number 0 is the first."""
        words = self._words()
        return self.life_at(words[lease].start()) if run == 0 and 0 <= lease < len(words) else []

    def view(self, stage: str, offset: int | None) -> str:
        raise ValueError(stage)

    def _words(self) -> Sequence[re.Match[str]]:
        return list(re.finditer(r"\w+", self.source.text))

    @staticmethod
    def _span(found: re.Match[str]) -> Span:
        return Span(*found.span())


def _finding(span: Span, word: str) -> Diagnostic:
    if word == "ODD":
        tags = (Tag.UNNECESSARY,)
        return Diagnostic("STUB-W1", "odd", Severity.WARNING, "this is odd", span, Certainty.MAYBE, tags=tags)
    story = (Related(Role.ISSUED, "it began here", Span(0, 1)),)
    return Diagnostic(
        "DADA-R2", "bad", Severity.ERROR, "this is bad", span, label="worse here", related=story, help="mend it"
    )


@dataclass
class StubAnalyse:
    """Stands for ``leaselens.languages.analyse``; remembers what it was asked, and waits where a test holds it."""

    asked: list[tuple[str, str | None]] = field(default_factory=list)
    open_gate: threading.Event = field(default_factory=threading.Event)
    cancelled_seen: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open_gate.set()

    def __call__(
        self,
        source: Source,
        *,
        language: str | None = None,
        dialect: str | None = None,
        previous: Analysis | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> StubAnalysis:
        # The soak must not find our own memory growing.
        self.asked[:-10] = []
        self.asked.append((source.text, dialect))
        assert self.open_gate.wait(20)
        if "BOOM" in source.text:
            raise RuntimeError("boom")
        return StubAnalysis(source, dialect or (previous and previous.dialect) or "v3")


if __name__ == "__main__":
    from leaselens_server.main import run

    sys.exit(run(analyse=StubAnalyse()))
