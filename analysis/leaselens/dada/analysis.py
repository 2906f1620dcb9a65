"""The finished answer about one Dada text: everything that an editor or the command line may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

from leaselens.dada import budgets, completion, explain, navigation, outline, output, semantics, tree, views
from leaselens.dada.at_cursor import expression_at
from leaselens.dada.checks import Checked, all_diagnostics
from leaselens.dada.folding import folds_of
from leaselens.dada.ir import Program, Site
from leaselens.dada.life import Lives, chain
from leaselens.dada.machine.faults import Finding
from leaselens.dada.machine.walk import Rules
from leaselens.dada.names import Local, Names
from leaselens.dada.occurrences import Occurrences
from leaselens.dada.owners import Owners
from leaselens.dada.picture import draw, row_of
from leaselens.dada.record import Occurrence, Record, peek
from leaselens.dada.selections import selections_at
from leaselens.dada.worlds.explore import explore
from leaselens.dada.worlds.inputs import beginning
from leaselens.dada.worlds.resume import Changes, Recorded
from leaselens.dada.worlds.trace import Trace
from leaselens.dada.worlds.verdicts import Verdict, verdicts
from leaselens.diagnostics import Diagnostic, Edit, Fix
from leaselens.model.analysis import Analysis, Binding, Choice, Fold, Life, Output, PlaceFact, Symbol, Visit
from leaselens.model.completion import CallInProgress, Completions
from leaselens.model.diagram import Row
from leaselens.model.names import Name
from leaselens.model.semantic import PlacedPassage
from leaselens.text import Source, Span

MOST_ANSWERS = 8
"""How many different answers about one place are told."""


Ran = tuple[Program, Sequence[Trace]]
"""A program that was run before, with its traces."""


def run(program: Program, rules: Rules, cancelled: Callable[[], bool], before: Ran | None = None) -> list[Trace]:
    """Explore from the entry, then from each body that nothing has entered, callers before what they call; until the
    budget of the file is used up.

    What ``before`` has recorded is taken over where nothing that it depends on has changed.
    """
    changes = Changes(before[0], program) if before else None
    known = {trace.root: trace for trace in before[1]} if before else {}
    traces: list[Trace] = []
    entered: set[str] = set()
    left = budgets.FILE_STEPS
    for key in program.order:
        if left > 0 and key not in entered and not cancelled():
            recorded = Recorded(known[key], changes) if changes is not None and key in known else None
            if recorded is not None and recorded.holds:
                trace = recorded.trace
            else:
                trace = explore(key, beginning(program.codes[key], rules), rules, cancelled, recorded)
            traces.append(trace)
            entered |= trace.entered
            left -= trace.spent
    return traces


@dataclass(frozen=True)
class DadaAnalysis(Analysis):
    """See ``leaselens.model.analysis.Analysis``. ``checked`` are the diagnostics that need no run."""

    file: tree.File
    names: Names
    program: Program
    traces: tuple[Trace, ...]
    checked: Checked

    # ------------------------------------------------------------ the whole file

    @property
    def source(self) -> Source:
        return self.file.source

    @property
    def language(self) -> str:
        return "dada"

    @property
    def dialect(self) -> str | None:
        return self.file.dialect.name

    @property
    def rules(self) -> Rules:
        return Rules(self.program, self.file.dialect)

    @cached_property
    def record(self) -> Record:
        return Record(self.program, self.traces)

    @cached_property
    def compiled(self) -> Sequence[Diagnostic]:
        """The diagnostics that need no run."""
        return all_diagnostics(self.file, self.names, self.checked)

    @cached_property
    def diagnostics(self) -> Sequence[Diagnostic]:
        hints = [hint for trace in self.traces for hint in explain.budget_hints(trace, self.file)]
        everything = [*self.compiled, *self.findings, *hints, *explain.never_begun(self._never_begun, self.file)]
        return tuple(sorted(dict.fromkeys(everything), key=lambda d: (d.span, d.code)))

    @cached_property
    def findings(self) -> Mapping[Diagnostic, Finding]:
        """The diagnostics that running the program has brought, each with what the machine noticed."""
        return {explain.diagnostic(verdict, self.file): verdict.finding for verdict in self._verdicts()}

    def fixes(self, diagnostic: Diagnostic, cancelled: Callable[[], bool] = lambda: False) -> Sequence[Fix]:
        # Imported when first used: what mends a text analyses texts itself.
        from leaselens.dada import fixes

        if diagnostic not in self._fixes:
            found = fixes.fixes(self, diagnostic, cancelled)
            if cancelled():
                return ()
            self._fixes[diagnostic] = found
        return self._fixes[diagnostic]

    @cached_property
    def _fixes(self) -> dict[Diagnostic, Sequence[Fix]]:
        """The fixes that were asked for: an editor asks again at each step of the cursor."""
        return {}

    @property
    def _never_begun(self) -> Sequence[Site]:
        """The bodies that nothing has entered and that were not begun with, for the budget of the file was used up."""
        if sum(trace.spent for trace in self.traces) < budgets.FILE_STEPS:
            return ()
        begun = {trace.root for trace in self.traces}.union(*(trace.entered for trace in self.traces))
        return [self.program.codes[key].site for key in self.program.order if key not in begun]

    def _verdicts(self) -> Iterator[Verdict]:
        """One verdict for each rule and place, over all traces: one mistake, one diagnostic."""
        seen: dict[tuple[str, Site], Verdict] = {}
        for trace in self.traces:
            for verdict in verdicts(trace):
                place = verdict.finding.rule, verdict.finding.site
                seen[place] = _joined(seen[place], verdict) if place in seen else verdict
        yield from seen.values()

    @cached_property
    def outline(self) -> Sequence[Symbol]:
        return outline.outline(self.file)

    @cached_property
    def owners(self) -> Owners:
        return Owners(self.record)

    @cached_property
    def occurrences(self) -> Occurrences:
        return Occurrences(self.file, self.names, self.owners)

    @cached_property
    def declarations(self) -> Sequence[Name]:
        return self.occurrences.declarations

    def objection_to(self, name: str) -> str | None:
        return navigation.objection_to(name, self.file.dialect)

    @cached_property
    def statements(self) -> Sequence[Span]:
        return tuple(sorted(s for p in self.file.items for s in _statement_spans(p)))

    @cached_property
    def bindings(self) -> Sequence[Binding]:
        found = (self._binding(key, local) for key, body in self.names.bodies.items() for local in body.locals)
        return tuple(sorted(found, key=lambda binding: binding.span))

    @cached_property
    def outputs(self) -> Sequence[Output]:
        entry = next((trace for trace in self.traces if trace.root == self.program.entry), None)
        return output.outputs(entry, self.file, self.program) if entry is not None else ()

    def printed_by(self, expression: Span) -> Sequence[str]:
        site = self._site_of(expression)
        return output.printed_by(self.record, site, MOST_ANSWERS) if site is not None else ()

    def _binding(self, body: str, local: Local) -> Binding:
        code = self.program.codes[body]
        pc = code.declared_at[local.index]
        name = local.binding.name
        worlds = (world for world in self.record.worlds_at(body, pc))
        rows = _distinct(row_of(world, world.slot(local.index), name.text, self.file, self.rules) for world in worlds)
        declared = local.binding.specifier is not None or (
            local.is_parameter and local.binding.type is not None and local.binding.type.permission is not None
        )
        return Binding(name.text, self.file.absolute(local.item, name.span), declared, rows)

    @cached_property
    def folds(self) -> Sequence[Fold]:
        return folds_of(self.file)

    def formatting(self, indent: str = "    ", within: Span | None = None) -> Sequence[Edit]:
        # Imported when first used: few texts are ever formatted.
        from leaselens.dada.format import formatting

        return formatting(self.file, indent, within)

    # ------------------------------------------------------------ at a cursor

    def expression_at(self, offset: int) -> Span | None:
        site = self._site_at(offset)
        return self.file.absolute(*site) if site is not None else None

    def _site_at(self, offset: int) -> Site | None:
        site = expression_at(self.file, offset)
        return self.record.enclosing(site) if site is not None else None

    def visits_at(self, offset: int) -> Sequence[Visit]:
        site = self._site_at(offset)
        return _Visits(self, site, tuple(self.record.occurrences(site))) if site is not None else ()

    def visits_of(self, statement: Span) -> Sequence[Visit]:
        site = self._site_of(statement)
        return _Visits(self, site, tuple(self.record.occurrences(site))) if site is not None else ()

    def _site_of(self, expression: Span) -> Site | None:
        """The expression with exactly that span, if its moments are known."""
        for placed in self.file.items_touching(expression.start):
            site = Site(placed.key, expression.shifted(-placed.start))
            if placed.item.span.contains(site.span.start) and self.record.moments(site) is not None:
                return site
        return None

    def place_at(self, offset: int) -> PlaceFact | None:
        site = self._place_site(offset)
        if site is None:
            return self._declared_at(offset)
        found = self.record.moments(site)
        span = self.file.absolute(*site)
        name = self.source.text[span.start : span.end]
        if found is None:
            return PlaceFact(span, name, (), ())
        code, moments = found
        return PlaceFact(
            span, name, self._rows(site, code, moments.before, name), self._rows(site, code, moments.after, name)
        )

    def classes_at(self, offset: int) -> Sequence[Name]:
        return navigation.classes_at(self.occurrences, self.owners, self._place_site(offset), offset)

    def _declared_at(self, offset: int) -> PlaceFact | None:
        binding = next((b for b in self.bindings if b.span.touches(offset)), None)
        return PlaceFact(binding.span, binding.name, binding.rows, binding.rows) if binding is not None else None

    def _place_site(self, offset: int) -> Site | None:
        """The place whose last name is under the cursor."""
        for placed in self.file.items_touching(offset):
            node = _place_node(placed.item, offset - placed.start)
            if node is not None:
                return Site(placed.key, node.span)
        return None

    def _rows(self, site: Site, code: str, pc: int, name: str) -> tuple[Row, ...]:
        path = self._path(site)
        if path is None:
            return ()
        slot, fields = path
        found = ((world, peek(world, slot, fields)) for world in self.record.worlds_at(code, pc))
        return _distinct(
            row_of(world, value, name, self.file, self.rules)
            for world, value in found
            if value is not None or not fields  # a path that can't be followed to its end has no row
        )

    def _path(self, site: Site) -> tuple[int, tuple[str, ...]] | None:
        """The local that a place begins with, and the fields after it."""
        item = self.file.by_key[site.item].item
        node = _node_at(item, site.span)
        found = chain(node) if node is not None else None
        if found is None:
            return None
        name, fields = found
        local = self._meaning(site.item, name)
        return (local.index, fields) if isinstance(local, Local) else None

    def _meaning(self, item: str, name: tree.Name) -> object:
        uses = (body.uses.get((item, name.span)) for body in self.names.bodies.values() if item in body.items)
        return next((meaning for meaning in uses if meaning is not None), None)

    def life_at(self, offset: int) -> Sequence[Life]:
        return self._lives.at(offset)

    def life_of(self, run: int, lease: int) -> Sequence[Life]:
        return self._lives.of(run, lease)

    @cached_property
    def _lives(self) -> Lives:
        return Lives(self.file, self.names, self.program, self.record)

    def passages(self, within: Span | None = None) -> Iterator[PlacedPassage]:
        return semantics.passages(self, within)

    # ------------------------------------------------------------ while something is typed

    def completions(self, source: Source, offset: int) -> Completions | None:
        return completion.completions(self, source, offset)

    def call_at(self, source: Source, offset: int) -> CallInProgress | None:
        return completion.call_at(self, source, offset)

    def selections_at(self, offset: int) -> Sequence[Span]:
        return selections_at(self.file, offset)

    # ------------------------------------------------------------ for people who work on Leaselens

    def view(self, stage: str, offset: int | None) -> str:
        site = self._site_at(offset) if offset is not None else None
        found = self.record.moments(site) if site is not None else None
        code = found[0] if found is not None else None
        if stage == "tree":
            return views.view_tree(self.file)
        if stage == "names":
            return views.view_names(self.names)
        if stage == "ir":
            return views.view_ir(self.program, code)
        if stage == "worlds":
            return views.view_worlds(self.record, code, site.span if site is not None else None)
        raise ValueError(f"no stage `{stage}`: there are tree, names, ir and worlds")

    # ------------------------------------------------------------ drawing

    def visit(self, site: Site, occurrence: Occurrence, world: int, worlds: int) -> Visit:
        """One execution with its pictures."""
        found = self.record.moments(site)
        assert found is not None
        flying = found[1].in_flight
        before, after = occurrence.before, occurrence.after
        calls = [self.file.absolute(*f.call) for f in after.frames if f.call is not None]
        return Visit(
            before=draw(before, after, None, self.file, self.rules, is_after=False) if before is not None else None,
            after=draw(after, before, flying, self.file, self.rules, is_after=True),
            number=occurrence.number,
            world=world,
            worlds=worlds,
            path=tuple(Choice(self.file.absolute(*turn.site), turn.taken) for turn in occurrence.turns),
            calls=tuple(calls),
            complete=all(trace.stopped is None and trace.widened is None for trace in self.traces),
            run=occurrence.run,
        )


class _Visits(Sequence[Visit]):
    """The executions of an expression; each is drawn when it is asked for."""

    def __init__(self, analysis: DadaAnalysis, site: Site, occurrences: tuple[Occurrence, ...]) -> None:
        self.analysis = analysis
        self.site = site
        self.occurrences = occurrences
        self.worlds: dict[int, int] = {}
        self.places: list[int] = []
        for occurrence in occurrences:
            self.worlds[occurrence.number] = self.worlds.get(occurrence.number, 0) + 1
            self.places.append(self.worlds[occurrence.number])

    def __len__(self) -> int:
        return len(self.occurrences)

    @overload
    def __getitem__(self, index: int) -> Visit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Visit]: ...
    def __getitem__(self, index: int | slice) -> Visit | Sequence[Visit]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        occurrence = self.occurrences[index]
        return self.analysis.visit(self.site, occurrence, self.places[index], self.worlds[occurrence.number])


def _joined(one: Verdict, other: Verdict) -> Verdict:
    """The same finding made from two beginnings: sure only if it is in both."""
    return replace(one, sure=one.sure and other.sure, all_calls=tuple(dict.fromkeys(one.all_calls + other.all_calls)))


def _distinct(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The different answers, apart from the identity of permissions and objects; at most ``MOST_ANSWERS``."""
    seen: dict[object, Row] = {}
    for row in rows:
        seen.setdefault((row.permission, row.state, row.lessors, row.issued, row.ended), row)
        if len(seen) == MOST_ANSWERS:
            break
    return tuple(seen.values())


def _statement_spans(placed: tree.Placed) -> Iterator[Span]:
    pending: list[tree.Node] = [placed.item]
    while pending:
        node = pending.pop()
        if isinstance(node, (tree.Block, tree.Code)):
            yield from (statement.span.shifted(placed.start) for statement in node.statements)
        pending += node.children()


def _node_at(node: tree.Node, span: Span) -> tree.Node | None:
    """The place expression with exactly that span."""
    if node.span == span and isinstance(node, (tree.Name, tree.Dot)):
        return node
    for child in node.children():
        if child.span.start <= span.start and span.end <= child.span.end and (found := _node_at(child, span)):
            return found
    return None


def _place_node(node: tree.Node, offset: int) -> tree.Name | tree.Dot | None:
    """The name or field access whose last word the cursor touches."""
    if isinstance(node, tree.Name) and node.span.touches(offset):
        return node
    if isinstance(node, tree.Dot) and node.field.span.touches(offset):
        return node
    for child in node.children():
        if child.span.touches(offset) and (found := _place_node(child, offset)):
            return found
    return None
