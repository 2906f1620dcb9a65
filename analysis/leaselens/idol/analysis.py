"""The finished answer about one Idol text: everything that an editor or the command line may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from leaselens.diagnostics import Diagnostic, Edit, Fix, Severity, edited
from leaselens.idol import completion, declared, layout, outline, rules, structure, views
from leaselens.idol.about import about
from leaselens.idol.annotations import annotate
from leaselens.idol.catalogue import SYNTAX, UNKNOWN_FIELD
from leaselens.idol.chart import chart
from leaselens.idol.facts import Facts
from leaselens.idol.findings import Finding
from leaselens.idol.reading import File, read
from leaselens.idol.rust_names import is_identifier
from leaselens.idol.tree import Operation
from leaselens.model.analysis import Analysis, Annotation, Fold, Note, Symbol, Visit
from leaselens.model.completion import Completions
from leaselens.model.names import Name
from leaselens.model.semantic import Passage, PlacedPassage
from leaselens.text import Source, Span


@dataclass(frozen=True)
class IdolAnalysis(Analysis):
    """See ``leaselens.model.analysis.Analysis``. An operation is what other languages call a statement: its picture is
    the course of a call."""

    file: File
    facts: Facts

    @property
    def source(self) -> Source:
        return self.file.source

    @property
    def language(self) -> str:
        return "idol"

    # ------------------------------------------------------------ what is wrong

    @cached_property
    def diagnostics(self) -> Sequence[Diagnostic]:
        return tuple(finding.diagnostic for finding in self._findings)

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        interface = self.file.interface
        ruled = rules.findings(interface, self.facts) if interface is not None else ()
        found = [*self.file.findings, *ruled]
        errors = {f.diagnostic.span for f in found if f.diagnostic.severity is Severity.ERROR}
        # A field that Idol ignores and that an error explains is told once.
        kept = [f for f in found if f.diagnostic.code != UNKNOWN_FIELD.code or f.diagnostic.span not in errors]
        return tuple(sorted(kept, key=lambda f: (f.diagnostic.span, f.diagnostic.code)))

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        finding = next((found for found in self._findings if found.diagnostic == diagnostic), None)
        candidates = finding.fixes if finding is not None else ()
        return tuple(fix for fix in candidates if not cancelled() and self._mends(diagnostic, fix))

    def _mends(self, diagnostic: Diagnostic, fix: Fix) -> bool:
        """Whether one mistake less is told afterwards, and nothing that was not told before."""
        text = edited(self.source.text, fix.edits)
        after = analyse(Source(self.source.name, text), self.facts)
        left = [_says(found) for found in self.diagnostics if found != diagnostic]
        for found in after.diagnostics:
            if found.optional:
                continue
            if _says(found) not in left:
                return False
            left.remove(_says(found))
        return True

    # ------------------------------------------------------------ what there is

    @cached_property
    def outline(self) -> Sequence[Symbol]:
        return outline.outline(self.file.interface)

    @property
    def operations(self) -> Sequence[Operation]:
        """The operations, in order of position."""
        return self.file.interface.operations if self.file.interface is not None else ()

    @cached_property
    def statements(self) -> Sequence[Span]:
        return tuple(operation.span for operation in self.operations)

    @cached_property
    def annotations(self) -> Sequence[Annotation]:
        interface = self.file.interface
        return tuple(annotate(interface)) if interface is not None else ()

    # ------------------------------------------------------------ at a cursor

    def expression_at(self, offset: int) -> Span | None:
        operation = self._operation_at(offset)
        return operation.span if operation is not None else None

    def visits_at(self, offset: int) -> Sequence[Visit]:
        operation = self._operation_at(offset)
        return (Visit(None, chart(operation)),) if operation is not None else ()

    def visits_of(self, statement: Span) -> Sequence[Visit]:
        return self.visits_at(statement.start)

    def note_at(self, offset: int) -> Note | None:
        return about(self.file.interface, self.file.tokens, self.facts, offset)

    def _operation_at(self, offset: int) -> Operation | None:
        return next((operation for operation in self.operations if operation.span.touches(offset)), None)

    # ------------------------------------------------------------ names

    @cached_property
    def declarations(self) -> Sequence[Name]:
        return tuple(declared.declarations(self.file.interface)) if self.file.interface is not None else ()

    def objection_to(self, name: str) -> str | None:
        return None if is_identifier(name) else f"`{name}` is not a Rust identifier"

    def passages(self, within: Span | None = None) -> Iterator[PlacedPassage]:
        if self.file.interface is not None:
            yield PlacedPassage(0, self._passage)

    @cached_property
    def _passage(self) -> Passage:
        assert self.file.interface is not None
        return declared.passage(self.file.interface)

    # ------------------------------------------------------------ editing

    @cached_property
    def folds(self) -> Sequence[Fold]:
        return structure.folds(self.file.document.value, self.file.tokens, self.source)

    def selections_at(self, offset: int) -> Sequence[Span]:
        return structure.selections(self.file.document.value, self.source, offset)

    def formatting(self, indent: str = "    ", within: Span | None = None) -> Sequence[Edit]:
        if any(finding.diagnostic.code == SYNTAX.code for finding in self.file.findings):
            return ()
        return layout.formatting(self.source, self.file.tokens, indent, within)

    def completions(self, source: Source, offset: int) -> Completions | None:
        return completion.completions(source, offset)

    # ------------------------------------------------------------ for people who work on Leaselens

    def view(self, stage: str, offset: int | None) -> str:
        if stage == "tree":
            return views.view_tree(self.file)
        raise ValueError(f"no stage `{stage}`: there is tree")


def analyse(source: Source, facts: Facts) -> IdolAnalysis:
    """Analyse a text, given what its surroundings say about it."""
    return IdolAnalysis(read(source), facts)


def _says(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message
