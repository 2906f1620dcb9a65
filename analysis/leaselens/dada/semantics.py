"""Semantic highlighting: what each name is, and the permission that it holds just before it is used.

A passage is a chunk of the text (``items.py``). It is made again only if what it was made from is not the same: the
chunk, the code of its bodies, and the chapters of the record that step through them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from leaselens.dada import tree
from leaselens.dada.ir import Place, Site
from leaselens.dada.machine.faults import Fault, Undecided
from leaselens.dada.machine.operations import word_of
from leaselens.dada.machine.state import Permission, World
from leaselens.dada.machine.walk import walk
from leaselens.dada.names import MODULE, Body, Intrinsic, Local
from leaselens.dada.worlds.trace import Chapter, Trace
from leaselens.model.semantic import Modifier, Passage, PlacedPassage, SemanticToken, TokenType
from leaselens.text import Span

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis

MOST_WORLDS = 32
"""How many of the worlds that were recorded at a point are looked at."""

Shade = tuple[TokenType, frozenset[Modifier]]

_PLAIN: frozenset[Modifier] = frozenset()
_DECLARATION = frozenset({Modifier.DECLARATION})
_GONE = (Modifier.EXPIRED, Modifier.GIVEN)

_LIVING: WeakValueDictionary[tuple[int, ...], Passage] = WeakValueDictionary()
"""The passages that somebody holds, by the identities of what they were made from (which they keep alive)."""


def passages(analysis: DadaAnalysis, within: Span | None = None) -> Iterator[PlacedPassage]:
    """The passages of a file (those that a range touches), in order; each is made when it is asked for."""
    file = analysis.file
    recorded = _Recorded(analysis.traces)
    for number, (start, chunk, *_) in enumerate(file.pieces):
        end = file.pieces[number + 1].start if number + 1 < len(file.pieces) else len(file.source.text)
        if within is None or (start <= within.end and within.start <= end):
            items = file.items[bisect_left(file.starts, start) : bisect_left(file.starts, max(end, start + 1))]
            yield PlacedPassage(start, _passage(analysis, start, chunk, items, recorded))


class _Recorded:
    """What was recorded of each body. Looked through once, however many words the body has."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        self.chapters: dict[str, list[Chapter]] = defaultdict(list)
        """The chapters that step through a body."""
        for trace in traces:
            for chapter in trace.chapters:
                for body in chapter.stepped | {trace.root}:
                    self.chapters[body].append(chapter)
        self._worlds: dict[str, Mapping[int, Sequence[World]]] = {}

    def worlds(self, body: str, pc: int) -> Sequence[World]:
        """Worlds in which an operation of a body comes next, the first ``MOST_WORLDS``."""
        if body not in self._worlds:
            found: dict[int, list[World]] = defaultdict(list)
            for chapter in self.chapters[body]:
                for (code, number), places in chapter.points.items():
                    if code == body:
                        left = MOST_WORLDS - len(found[number])
                        found[number] += (chapter.nodes[place].world for place in places[:left])
            self._worlds[body] = found
        return self._worlds[body].get(pc, ())


def _passage(
    analysis: DadaAnalysis, start: int, chunk: tree.Chunk, items: Sequence[tree.Placed], recorded: _Recorded
) -> Passage:
    bodies = [MODULE if isinstance(placed.item, tree.Code) else placed.key for placed in items]
    found = [body for body in dict.fromkeys(bodies) if body in analysis.program.codes]
    chapters = (chapter for body in found for chapter in recorded.chapters[body])
    basis = (chunk, *(analysis.program.codes[body] for body in found), *chapters)
    key = tuple(map(id, basis))
    passage = _LIVING.get(key)
    if passage is None:
        shades: dict[Span, Shade] = {}
        for placed in items:
            words = _Shades(analysis, placed, recorded).of_item()
            shades |= {span.shifted(placed.start - start): shade for span, shade in words}
        passage = _LIVING[key] = Passage(tuple(_tokens(chunk, shades, analysis.file)), basis)
    return passage


def _tokens(chunk: tree.Chunk, shades: dict[Span, Shade], file: tree.File) -> Iterator[SemanticToken]:
    """The names that have a meaning, and the keywords, in order."""
    words = (token for token in chunk.tokens if token.kind == "WORD" and token.text in file.dialect.keywords)
    for word in words:
        shades.setdefault(word.span, (TokenType.KEYWORD, _PLAIN))
    for span in sorted(shades):
        yield SemanticToken(span, *shades[span])


class _Shades:
    """The words of one item; spans are relative to it."""

    def __init__(self, analysis: DadaAnalysis, placed: tree.Placed, recorded: _Recorded) -> None:
        self.analysis = analysis
        self.recorded = recorded
        self.key = placed.key
        self.item = placed.item
        self.body_key = MODULE if isinstance(placed.item, tree.Code) else placed.key
        self.body: Body | None = analysis.names.bodies.get(self.body_key)
        self.rules = analysis.rules

    def of_item(self) -> Iterator[tuple[Span, Shade]]:
        match self.item:
            case tree.Class(name=name):
                yield name.span, (TokenType.CLASS, _DECLARATION)
            case tree.Function(name=name, is_async=is_async):
                marks = _DECLARATION | {Modifier.ASYNC} if is_async else _DECLARATION
                yield name.span, (TokenType.FUNCTION, marks)
        yield from self._declared_bindings()
        pending: list[tree.Node] = [self.item]
        while pending:
            node = pending.pop()
            yield from self._of_node(node)
            pending += node.children()

    def _declared_bindings(self) -> Iterator[tuple[Span, Shade]]:
        if isinstance(self.item, tree.Class):
            yield from ((field.name.span, (TokenType.PROPERTY, _DECLARATION)) for field in self.item.fields)
        if isinstance(self.item, tree.Class | tree.Function):
            yield from ((name.span, (TokenType.TYPE_PARAMETER, _DECLARATION)) for name in self.item.generics)
        for local in self.body.locals if self.body is not None else ():
            if local.item == self.key:
                pc = self.analysis.program.codes[self.body_key].declared_at[local.index]
                held = self._held(pc, local.index, ())
                yield local.binding.name.span, (_variable(local), _DECLARATION | held)

    def _of_node(self, node: tree.Node) -> Iterator[tuple[Span, Shade]]:
        match node:
            case tree.Name():
                yield from self._name(node)
            case tree.Dot(field=field) if not field.text.isdecimal():
                yield field.span, (TokenType.PROPERTY, self._field(node))
            case tree.Use(keyword=keyword) | tree.Await(keyword=keyword):
                yield keyword.span, (TokenType.KEYWORD, _PLAIN)
            case tree.Argument(label=tree.Identifier() as label):
                yield label.span, (TokenType.PARAMETER, _PLAIN)
            case tree.Binding(specifier_span=Span() as span):
                yield span, (TokenType.KEYWORD, _PLAIN)
            case tree.Type(path=tree.Path(names=names)):
                yield from ((name.span, (TokenType.CLASS, _PLAIN)) for name in names)
            case tree.TypePermission(paths=tuple() as paths):
                yield from ((path.names[0].span, (TokenType.PARAMETER, _PLAIN)) for path in paths)

    def _name(self, node: tree.Name) -> Iterator[tuple[Span, Shade]]:
        meaning = self.body.uses.get((self.key, node.span)) if self.body is not None else None
        match meaning:
            case Local():
                yield node.span, (_variable(meaning), self._before(node, meaning.index, ()))
            case tree.Class():
                yield node.span, (TokenType.CLASS, _PLAIN)
            case tree.Function(is_async=is_async):
                yield node.span, (TokenType.FUNCTION, frozenset({Modifier.ASYNC}) if is_async else _PLAIN)
            case Intrinsic():
                yield node.span, (TokenType.FUNCTION, frozenset({Modifier.ASYNC, Modifier.DEFAULT_LIBRARY}))

    def _field(self, node: tree.Dot) -> frozenset[Modifier]:
        """What a field holds, seen along its path; nothing is told of fields of computed values."""
        fields: list[str] = []
        owner: tree.Expr = node
        while isinstance(owner, tree.Dot | tree.Parens):
            if isinstance(owner, tree.Dot):
                fields.insert(0, owner.field.text)
                owner = owner.owner
            else:
                owner = owner.inner
        local = self.body.uses.get((self.key, owner.span)) if self.body is not None else None
        return self._before(node, local.index, tuple(fields)) if isinstance(local, Local) else _PLAIN

    # ------------------------------------------------------------ what is held

    def _before(self, node: tree.Expr, slot: int, fields: tuple[str, ...]) -> frozenset[Modifier]:
        moments = self.analysis.program.codes[self.body_key].moments.get(Site(self.key, node.span))
        return self._held(moments.before, slot, fields) if moments is not None else _PLAIN

    def _held(self, pc: int, slot: int, fields: tuple[str, ...]) -> frozenset[Modifier]:
        answers = {self._seen(world, slot, fields) for world in self.recorded.worlds(self.body_key, pc)}
        if len(answers) == 1:
            (answer,) = answers
            return frozenset({answer}) if answer is not None else _PLAIN
        gone = next((modifier for modifier in _GONE if modifier in answers), None)
        return frozenset({gone, Modifier.MAYBE}) if gone is not None else _PLAIN

    def _seen(self, world: World, slot: int, fields: tuple[str, ...]) -> Modifier | None:
        """What a place holds in one world; ``None``: nothing, or nothing is known of it."""
        if fields:
            return self._along(world, slot, fields)
        value = world.slot(slot)
        return _modifier(world.permissions[value.permission]) if value is not None else None

    def _along(self, world: World, slot: int, fields: tuple[str, ...]) -> Modifier | None:
        """The permission that a path gives (§D.2)."""
        here = Site(self.key, Span(0, 0))
        try:
            _, way = walk(world, Place(slot, fields, (here,) * (len(fields) + 1)), self.rules)
        except Undecided:
            return None
        except Fault as fault:
            record = fault.finding.record
            return _modifier(record) if record is not None else None
        return None if way.silent else Modifier(word_of(Permission(way.joint, way.leased)))


def _variable(local: Local) -> TokenType:
    return TokenType.PARAMETER if local.is_parameter else TokenType.VARIABLE


def _modifier(record: Permission) -> Modifier | None:
    if record.silent or record.options:
        return None
    if not record.valid:
        return Modifier.GIVEN if record.given else Modifier.EXPIRED
    return Modifier(word_of(record))
