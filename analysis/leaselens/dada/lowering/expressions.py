"""Lowering of expressions and of whole bodies (§D.5)."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Access
from leaselens.dada.ir import DemandOfParameter, Site
from leaselens.dada.liveness import live_at, looping
from leaselens.dada.lowering.places import strip
from leaselens.dada.lowering.statements import Statements
from leaselens.dada.machine.data import UNIT, Kind, Known
from leaselens.dada.names import Local
from leaselens.text import Span

StatementList = list[tuple[str, tree.Expr]]
"""Statements with the key of the item in which each stands."""


def _names(node: tree.Node) -> Iterator[tree.Name]:
    """The names in a node, however deep."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.Name):
            yield node
        pending += node.children()


class Lowering(Statements):
    """Lowers one body."""

    def code(self, parts: tuple[StatementList, tree.Function | None]) -> ir.Code:
        statements, function = parts
        whole = self._whole_site(statements, function)
        returns = function is not None and (function.arrow is not None or self.dialect.last_is_value)
        result = self._new_slot()
        for number, (item, statement) in enumerate(statements):
            self.item = item
            if returns and number == len(statements) - 1:
                self.value(statement, result)
            else:
                self.effect(statement)
        self.item = whole.item
        if not (returns and statements):
            self.emit(ir.Load(whole, result, UNIT))
        self.moments.setdefault(whole, ir.Moments(0, self.pc, result))  # a last statement of the same span wins
        self.emit(ir.Return(whole, result, whole))
        return self._finished(whole, function)

    def _whole_site(self, statements: StatementList, function: tree.Function | None) -> Site:
        if function is not None:
            return Site(self.body.items[0], function.root)
        if not statements:
            return Site(self.item, Span(0, 0))
        item, last = statements[-1]
        return Site(item, last.span)

    def _finished(self, whole: Site, function: tree.Function | None) -> ir.Code:
        locals_ = self.body.locals
        return ir.Code(
            key=self.key,
            name="builtin@main" if function is None else function.name.text,
            operations=tuple(self.operations),
            names=tuple(local.binding.name.text for local in locals_),
            bindings=tuple(local.binding for local in locals_),
            binding_sites=tuple(Site(local.item, local.binding.name.span) for local in locals_),
            declared_at=tuple(self.declared_at),
            parameters=sum(local.is_parameter for local in locals_),
            slots=self.slots,
            joins=frozenset(self.joins),
            heads=frozenset(self.heads),
            looping=looping(self.operations),
            live=live_at(self.operations, self.joins),
            moments=self.moments,
            site=whole,
            names_items=frozenset(self.names_items),
        )

    # ------------------------------------------------------------ expressions

    def value(self, e: tree.Expr, target: int) -> None:
        """target := the value of ``e``"""
        if self.is_place(e):
            self.take(e, target, self.bare())
            return
        if isinstance(e, (tree.Let, tree.Assign, tree.OpAssign)):
            self.statement(e)
            self.load(e, target, UNIT)
            return
        if isinstance(e, (tree.Break, tree.Continue, tree.Return)):
            self.statement(e)
            return
        before = self.pc
        with self.temporaries(e):
            self._compound(e, target)
            if self.site(e) not in self.moments:
                self.mark(e, before, target)

    def _compound(self, e: tree.Expr, target: int) -> None:
        match e:
            case tree.Parens():
                self._nothing_but(e, e.inner, target)
            case tree.Integer():
                kind = {"u": Kind.UNSIGNED, "i": Kind.SIGNED}.get(e.suffix, Kind.INTEGER)
                self.load(e, target, Known(kind, e.value))
            case tree.Float():
                self.load(e, target, Known(Kind.FLOAT, e.value))
            case tree.Boolean():
                self.load(e, target, Known(Kind.BOOLEAN, e.value))
            case tree.String():
                self._string(e, target)
            case tree.Dot():
                self.take(e, target, self.bare())
            case tree.Use():
                self._use(e, target)
            case tree.Await():
                self._await(e, target)
            case tree.Call():
                self._call(e, target)
            case tree.Negation():
                operand = self.operand(e.operand)
                self.emit(ir.Compute(self.site(e), target, "-", None, operand))
            case tree.Binary():
                left, right = self.operand(e.left), self.operand(e.right)
                self.emit(ir.Compute(self.site(e), target, e.operator, left, right))
            case tree.Tuple():
                self._tuple(e, target)
            case _:
                self._structure(e, target)

    def _nothing_but(self, e: tree.Expr, inner: tree.Expr, target: int) -> None:
        """``e`` is another way to write ``inner``: it begins and has its result when that does."""
        self.value(inner, target)
        if self.site(inner) in self.moments:
            self.moments[self.site(e)] = self.moments[self.site(inner)]

    def _structure(self, e: tree.Expr, target: int) -> None:
        match e:
            case tree.Block():
                self.block(e, target)
            case tree.If():
                self._if(e, target)
            case tree.While():
                self._while(e, target)
            case tree.Loop():
                self._loop(e, target)
            case tree.Atomic():
                with self.scope(e.body):
                    self.value(e.body, target)
            case _:
                self._fail(e, target)

    def _fail(self, e: tree.Expr, target: int) -> None:
        """What could not be read: whatever it does, it may do it to any variable that it names."""
        named = {meaning.index for name in _names(e) if isinstance(meaning := self.meaning(name), Local)}
        if named:
            self.emit(ir.HandOver(self.site(e), tuple(sorted(named))))
        self.emit(ir.Fail(self.site(e), target))

    def _string(self, e: tree.String, target: int) -> None:
        sources = tuple(self._part(e, part) for part in e.parts)
        self.emit(ir.Concatenate(self.site(e), target, sources, tuple(map(self.site, e.parts))))

    def _part(self, e: tree.String, part: tree.Text | tree.Expr) -> int:
        """A fresh expression temporary with a part of a string."""
        if not isinstance(part, tree.Text) and (self.dialect.reserves or not self.is_place(part)):
            return self.waiting(part)
        slot = self.temp()
        if isinstance(part, tree.Text):
            self.load(e, slot, Known(Kind.STRING, part.value))
        else:
            self.take(part, slot, Access.SHLEASE if self.dialect.printing is Access.SHARE else Access.GIVE)
        return slot

    def _use(self, e: tree.Use, target: int) -> None:
        """``.give``, ``.share``, ``.lease``, ``.shlease`` on a place, or on a computed value (§D.5)."""
        operand = strip(e.operand)
        named = self.names_place(operand)
        if not named and e.access is Access.GIVE:
            self._nothing_but(e, operand, target)
        elif e.access is Access.SHARE and (not named or self.dialect.shares_what_was_given):
            source = self.operand(operand)
            before = self.pc
            self.emit(ir.IntoShared(self.site(e), target, source))
            self.mark(e, before, target)
        else:
            place, parts = self.place(operand)
            before = self.pc
            self.emit(ir.Take(self.site(e), target, place, e.access))
            for part in (*parts, e):
                self.mark(part, before, target)

    def _await(self, e: tree.Await, target: int) -> None:
        source = self.temp()
        operand = strip(e.operand)
        if self.names_place(operand):
            self.take(operand, source, Access.GIVE)
            operand_site = self.site(e)
        else:
            self.value(operand, source)
            operand_site = self.site(operand)
        self.emit(ir.Await(self.site(e), target, source, operand_site))

    def _tuple(self, e: tree.Tuple, target: int) -> None:
        if not e.elements:
            self.load(e, target, UNIT)
            return
        sources = tuple(self.waiting(element) for element in e.elements)
        sites = tuple(map(self.site, e.elements))
        self.emit(ir.MakeTuple(self.site(e), target, sources, sites))

    def _call(self, e: tree.Call, target: int) -> None:
        callee = self.operand(e.callee)
        demanding = bool(self.dialect.specifiers) or self.dialect.default_specifier is not None
        sources, demanded = [], []
        for index, argument in enumerate(e.arguments):
            demanded.append(demanding and not self.dialect.reserves and self.is_place(argument.value))
            if demanded[-1]:
                sources.append(self.temp())
                self.take(argument.value, sources[-1], self.bare(), DemandOfParameter(callee, index))
            else:
                sources.append(self.waiting(argument.value))
        labels = tuple(ir.Label(a.label.text, self.site(a.label)) if a.label else None for a in e.arguments)
        sites = tuple(self.site(argument.value) for argument in e.arguments)
        self.emit(
            ir.Call(self.site(e), target, callee, tuple(sources), labels, self.site(e.callee), sites, tuple(demanded))
        )
