"""From trees to operations (reference §D.5, §D.6).

``let q = p.lease`` becomes one operation, ``Take(q, p, lease)``; ``print(q).await`` becomes five: the callee and the
argument into hidden slots, the call, the await, and the clearing of the slots. Where each expression begins and has its
result is written down on the way (``Moments``): pictures and hovers are looked up there.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Access, Dialect
from leaselens.dada.ir import Demand, DemandOfParameter, Place, Site
from leaselens.dada.liveness import live_at
from leaselens.dada.machine.data import UNIT, ClassValue, Constant, Data, FunctionValue, Kind, Known, PrintValue
from leaselens.dada.names import Body, Intrinsic, Local, Meaning, Names
from leaselens.text import Span

MODULE = "main@module"
"""The key of the implicit main in ``Names.bodies``."""


def lower(file: tree.File, names: Names) -> ir.Program:
    """Lower every body of a file."""
    placed = {p.key: p.item for p in file.items}
    classes = {k: _class_info(k, i) for k, i in placed.items() if isinstance(i, tree.Class)}
    functions = {k: _function_info(k, i) for k, i in placed.items() if isinstance(i, tree.Function)}
    codes = {
        key: _Lowering(file.dialect, names, body, key).code(_statements(placed, body))
        for key, body in names.bodies.items()
    }
    class_names = {classes[k].name: k for k in names.items.values() if k in classes}
    main = names.items.get("main")
    entry = MODULE if MODULE in codes else main if main in functions else None
    return ir.Program(classes, functions, codes, class_names, entry)


def _class_info(key: str, item: tree.Class) -> ir.ClassInfo:
    return ir.ClassInfo(key, item.name.text, item.fields, Site(key, item.name.span))


def _function_info(key: str, item: tree.Function) -> ir.FunctionInfo:
    root = Site(key, item.root)
    return ir.FunctionInfo(key, item.name.text, item.is_async, item.parameters, item.arrow, root)


Statements = list[tuple[str, tree.Expr]]
"""Statements with the key of the item in which each stands."""


def _statements(placed: dict[str, tree.Item], body: Body) -> tuple[Statements, tree.Function | None]:
    statements: Statements = []
    function: tree.Function | None = None
    for key in body.items:
        item = placed[key]
        if isinstance(item, tree.Function):
            function = item
            statements += [(key, statement) for statement in item.body.statements]
        elif isinstance(item, tree.Code):
            statements += [(key, statement) for statement in item.statements]
    return statements, function


def strip(e: tree.Expr) -> tree.Expr:
    """The expression without the parentheses around it: they hide nothing (§D.5)."""
    while isinstance(e, tree.Parens):
        e = e.inner
    return e


class _Loop:
    """A loop under way: where its value goes, where ``continue`` leads, and the scopes that were open outside."""

    def __init__(self, target: int, head: int, depth: int) -> None:
        self.target = target
        self.head = head
        self.depth = depth
        self.breaks: list[int] = []


class _Lowering:
    """Lowers one body. Operations are appended in order; jumps ahead are patched when their goal is known."""

    def __init__(self, dialect: Dialect, names: Names, body: Body, key: str) -> None:
        self.dialect = dialect
        self.names = names
        self.body = body
        self.key = key
        self.item = body.items[0] if body.items else key
        self.operations: list[ir.Operation] = []
        self.moments: dict[Site, ir.Moments] = {}
        self.joins: set[int] = set()
        self.heads: set[int] = set()
        self.scopes: list[list[int]] = [[]]
        self.pending: list[list[int]] = []
        self.loops: list[_Loop] = []
        self.slots = len(body.locals)
        self.free: list[int] = []
        self.declared_at = [0] * len(body.locals)

    # ------------------------------------------------------------ the body

    def code(self, parts: tuple[Statements, tree.Function | None]) -> ir.Code:
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
        self.emit(ir.Return(whole, result))
        return self._finished(whole, function)

    def _whole_site(self, statements: Statements, function: tree.Function | None) -> Site:
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
            live=live_at(self.operations, self.joins),
            moments=self.moments,
            site=whole,
        )

    # ------------------------------------------------------------ emitting

    @property
    def pc(self) -> int:
        """The number of the operation that comes next."""
        return len(self.operations)

    def emit(self, operation: ir.Operation) -> int:
        self.operations.append(operation)
        return len(self.operations) - 1

    def site(self, node: tree.Node) -> Site:
        return Site(self.item, node.span)

    def mark(self, node: tree.Node, before: int, in_flight: int | None) -> None:
        """``node`` has just got its result."""
        self.moments[self.site(node)] = ir.Moments(before, self.pc, in_flight)

    def land(self, *jumps: int) -> None:
        """The jumps, emitted before, lead here."""
        self.joins.add(self.pc)
        for jump in jumps:
            operation = self.operations[jump]
            if isinstance(operation, ir.Branch):
                self.operations[jump] = ir.Branch(operation.site, operation.condition, self.pc)
            else:
                self.operations[jump] = ir.Jump(operation.site, self.pc)

    # ------------------------------------------------------------ slots

    def _new_slot(self) -> int:
        if self.free:
            return heapq.heappop(self.free)
        self.slots += 1
        return self.slots - 1

    def temp(self) -> int:
        """A hidden slot that lives until the expression under way has its result."""
        slot = self._new_slot()
        self.pending[-1].append(slot)
        return slot

    def scope_temp(self) -> int:
        """A hidden slot that lives to the end of the scope."""
        slot = self._new_slot()
        self.scopes[-1].append(slot)
        return slot

    @contextmanager
    def temporaries(self, node: tree.Node) -> Iterator[None]:
        """Expression temporaries made inside are cleared at the end, newest first."""
        self.pending.append([])
        yield
        self._clear(self.pending.pop(), self.site(node), scope_ends=False)

    @contextmanager
    def scope(self, block: tree.Node) -> Iterator[None]:
        """Variables and scope temporaries made inside are cleared at the end, newest first."""
        self.scopes.append([])
        yield
        self._clear(self.scopes.pop(), self._end_of(block), scope_ends=True)

    def _end_of(self, block: tree.Node) -> Site:
        return Site(self.item, Span(max(block.span.end - 1, block.span.start), block.span.end))

    def _clear(self, slots: Sequence[int], site: Site, *, scope_ends: bool) -> None:
        if not slots:
            return
        self.emit(ir.Clear(site, tuple(reversed(slots)), scope_ends))
        for slot in slots:
            if slot >= len(self.body.locals):
                heapq.heappush(self.free, slot)

    # ------------------------------------------------------------ places

    def meaning(self, name: tree.Name) -> Meaning | None:
        return self.body.uses.get((self.item, name.span))

    def is_place(self, e: tree.Expr) -> bool:
        """Whether an expression names a place, parentheses aside."""
        e = strip(e)
        while isinstance(e, tree.Dot):
            e = strip(e.owner)
        return isinstance(e, tree.Name) and self.meaning(e) is not None

    def place(self, e: tree.Expr) -> tuple[Place, list[tree.Expr]]:
        """The place that an expression names, and the expressions that name a part of it. What its base computes goes
        into a scope temporary first."""
        e = strip(e)
        if isinstance(e, tree.Dot):
            owner, parts = self.place(e.owner)
            field = e.field.text
            place = Place(owner.base, (*owner.fields, field), (*owner.sites, self.site(e)), owner.text)
            return place, [*parts, e]
        if isinstance(e, tree.Name) and (meaning := self.meaning(e)) is not None:
            return Place(self._base(meaning), (), (self.site(e),), e.text), [e]
        slot = self.scope_temp()
        self.value(e, slot)
        return Place(slot, (), (self.site(e),)), []

    def _base(self, meaning: Meaning) -> int | Constant:
        if isinstance(meaning, Local):
            return meaning.index
        if isinstance(meaning, Intrinsic):
            return PrintValue()
        key = self.names.items[meaning.name.text]
        return ClassValue(key) if isinstance(meaning, tree.Class) else FunctionValue(key)

    def take(self, e: tree.Expr, target: int, access: Access, demand: Demand | DemandOfParameter | None = None) -> None:
        """target := the operation on the place ``e``. A place and its parts are one moment (§E.3)."""
        place, parts = self.place(e)
        before = self.pc
        self.emit(ir.Take(place.site, target, place, access, demand))
        for part in (*parts, e):
            self.mark(part, before, target)

    def bare(self) -> Access:
        """What a place does when nothing is written behind it; sharing it is always a shared lease."""
        return Access.SHLEASE if self.dialect.bare_place is Access.SHARE else self.dialect.bare_place

    # ------------------------------------------------------------ expressions

    def effect(self, e: tree.Expr) -> None:
        """Run a statement for its effect."""
        if isinstance(e, (tree.Let, tree.Assign, tree.OpAssign, tree.Break, tree.Continue, tree.Return)):
            self.statement(e)
            return
        with self.temporaries(e):
            self.value(e, self.temp())

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

    def load(self, node: tree.Node, target: int, data: Data) -> None:
        self.emit(ir.Load(self.site(node), target, data))

    def _compound(self, e: tree.Expr, target: int) -> None:
        match e:
            case tree.Parens():
                self.value(e.inner, target)
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
                self.emit(ir.Fail(self.site(e), target))

    def operand(self, e: tree.Expr) -> int:
        """A fresh expression temporary with the value of ``e``."""
        slot = self.temp()
        self.value(e, slot)
        return slot

    def _string(self, e: tree.String, target: int) -> None:
        sources = []
        for part in e.parts:
            slot = self.temp()
            sources.append(slot)
            if isinstance(part, tree.Text):
                self.load(e, slot, Known(Kind.STRING, part.value))
            elif self.is_place(part):
                self.take(part, slot, Access.SHLEASE if self.dialect.printing is Access.SHARE else Access.GIVE)
            else:
                self.value(part, slot)
        self.emit(ir.Concatenate(self.site(e), target, tuple(sources)))

    def _use(self, e: tree.Use, target: int) -> None:
        """``.give``, ``.share``, ``.lease``, ``.shlease`` on a place, or on a computed value (§D.5)."""
        operand = strip(e.operand)
        named = isinstance(operand, tree.Dot) or self.is_place(operand)
        if not named and e.access is Access.GIVE:
            self.value(operand, target)
        elif not named and e.access is Access.SHARE:
            source = self.operand(operand)
            before = self.pc
            self.emit(ir.IntoShared(self.site(e), target, source))
            self.mark(e, before, target)
        else:
            place, parts = self.place(operand)
            before = self.pc
            self.emit(ir.Take(place.site, target, place, e.access))
            for part in (*parts, e):
                self.mark(part, before, target)

    def _await(self, e: tree.Await, target: int) -> None:
        source = self.temp()
        operand = strip(e.operand)
        if self.is_place(operand) or isinstance(operand, tree.Dot):
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
        sources = tuple(self.operand(element) for element in e.elements)
        self.emit(ir.MakeTuple(self.site(e), target, sources))

    def _call(self, e: tree.Call, target: int) -> None:
        callee = self.operand(e.callee)
        demanding = bool(self.dialect.specifiers) or self.dialect.default_specifier is not None
        sources, demanded = [], []
        for index, argument in enumerate(e.arguments):
            slot = self.temp()
            sources.append(slot)
            demanded.append(demanding and self.is_place(argument.value))
            if demanded[-1]:
                self.take(argument.value, slot, self.bare(), DemandOfParameter(callee, index))
            else:
                self.value(argument.value, slot)
        labels = tuple(ir.Label(a.label.text, self.site(a.label)) if a.label else None for a in e.arguments)
        sites = tuple(self.site(argument.value) for argument in e.arguments)
        self.emit(
            ir.Call(self.site(e), target, callee, tuple(sources), labels, self.site(e.callee), sites, tuple(demanded))
        )

    # ------------------------------------------------------------ declarations and assignments

    def statement(self, e: tree.Expr) -> None:
        match e:
            case tree.Let():
                before = self.pc
                self._let(e)
                self.mark(e, before, None)
            case tree.Assign():
                self._assign(e)
            case tree.OpAssign():
                self._op_assign(e)
            case tree.Break():
                self._break(e)
            case tree.Continue():
                self._continue(e)
            case tree.Return():
                self._return(e)
            case _:
                raise AssertionError(e)

    def _let(self, e: tree.Let) -> None:
        local = self.body.lets[self.item, e.span]
        self.scopes[-1].append(local.index)
        if e.value is not None:
            with self.temporaries(e):
                self._initialise(local, e.value)
        self.declared_at[local.index] = self.pc

    def _initialise(self, local: Local, value: tree.Expr) -> None:
        """The value of a declaration into its variable, as the binding demands (§D.9, §G.2 iv)."""
        demand = self._demand(local)
        if demand is not None and self.is_place(value):
            self.take(value, local.index, self.bare(), demand)
        elif demand is not None:
            slot = self.scope_temp()
            self.value(value, slot)
            self.emit(ir.Convert(self.site(value), local.index, slot, demand))
        elif local.binding.storage is tree.Storage.SHARED:
            slot = self.scope_temp()
            self.value(value, slot)
            self.emit(ir.IntoShared(self.site(value), local.index, slot))
        else:
            self.value(value, local.index)

    def _demand(self, local: Local) -> Demand | None:
        specifier = local.binding.specifier or self.dialect.default_specifier
        if specifier is None:
            return None
        where = local.binding.specifier_span
        return Demand(specifier, Site(local.item, where) if where is not None else None)

    def _assign(self, e: tree.Assign) -> None:
        if not self._is_target(e.target):
            self._bad_target(e)
            return
        with self.temporaries(e):
            place, parts = self.place(e.target)
            before = self.pc
            if self._is_plain_variable(place):
                assert isinstance(place.base, int)
                self.value(e.value, place.base)
            else:
                source = self.operand(e.value)
                self.emit(ir.Store(self.site(e.value), place, source))
        for part in (*parts, e):
            self.mark(part, before, None)

    def _op_assign(self, e: tree.OpAssign) -> None:
        if not self._is_target(e.target):
            self._bad_target(e)
            return
        start = self.pc
        with self.temporaries(e):
            place, parts = self.place(e.target)
            old = self.temp()
            self.emit(ir.Take(place.site, old, place, Access.GIVE))
            new = self.operand(e.value)
            result = self.scope_temp()
            self.emit(ir.Compute(self.site(e), result, e.operator, old, new))
        before = self.pc
        if self._is_plain_variable(place):
            assert isinstance(place.base, int)
            self.emit(ir.Take(self.site(e), place.base, Place(result, (), (self.site(e),)), Access.GIVE))
        else:
            self.emit(ir.Store(self.site(e), place, result))
        for part in parts:
            self.mark(part, before, None)
        self.mark(e, start, None)

    def _is_target(self, e: tree.Expr) -> bool:
        """Only variables and fields can be assigned to (C-33, C-34)."""
        e = strip(e)
        if isinstance(e, tree.Name):
            return isinstance(self.meaning(e), Local)
        return isinstance(e, tree.Dot)

    def _bad_target(self, e: tree.Expr) -> None:
        with self.temporaries(e):
            self.emit(ir.Fail(self.site(e), self.temp()))

    def _is_plain_variable(self, place: Place) -> bool:
        """Assigning to a variable is always legal (§D.3), unless it shares what is stored into it (§G.2 iv)."""
        if place.fields or not isinstance(place.base, int):
            return False
        return self.body.locals[place.base].binding.storage is not tree.Storage.SHARED

    # ------------------------------------------------------------ control

    def block(self, block: tree.Expr, target: int) -> None:
        """Statements for their effect, the last one into ``target``. A block is no scope by itself (§B.1)."""
        statements = block.statements if isinstance(block, tree.Block) else (block,)
        if not statements:
            self.load(block, target, UNIT)
            return
        for statement in statements[:-1]:
            self.effect(statement)
        self.value(statements[-1], target)

    def _if(self, e: tree.If, target: int) -> None:
        condition = self.operand(e.condition)
        branch = self.emit(ir.Branch(self.site(e.condition), condition, -1))
        with self.scope(e.then):
            self.value(e.then, target)
        skip = self.emit(ir.Jump(self.site(e), -1))
        self.land(branch)
        if e.otherwise is None:
            self.load(e, target, UNIT)
        else:
            with self.scope(e.otherwise):
                self.value(e.otherwise, target)
        self.land(skip)

    def _loop(self, e: tree.Loop, target: int) -> None:
        loop = self._open_loop(target)
        with self.temporaries(e), self.scope(e.body):
            self.effect(e.body)
        self.emit(ir.Jump(self._end_of(e.body), loop.head))
        self._close_loop(loop)

    def _while(self, e: tree.While, target: int) -> None:
        """The body first, then the test (§D.5 ⚠); where the condition is not known, the test first."""
        enter = self.emit(ir.EnterWhile(self.site(e), self._reads(e.condition), -1))
        loop = self._open_loop(target)
        with self.temporaries(e), self.scope(e.body):
            self.effect(e.body)
        self.joins.add(self.pc)
        self.operations[enter] = ir.EnterWhile(self.site(e), self._reads(e.condition), self.pc)
        with self.temporaries(e):
            condition = self.operand(e.condition)
            branch = self.emit(ir.Branch(self.site(e.condition), condition, -1))
            self.emit(ir.Jump(self.site(e), loop.head))
            self.land(branch)
        self._close_loop(loop)
        self.load(e, target, UNIT)

    def _reads(self, condition: tree.Expr) -> tuple[Place, ...]:
        """The places that a condition reads, not looking into calls: what they return is not known before they run."""
        if self.is_place(condition):
            return (self.place(condition)[0],)
        if isinstance(condition, tree.Call):
            return ()
        inner = [part for part in condition.children() if isinstance(part, tree.Expr)]
        return tuple(place for part in inner for place in self._reads(part))

    def _open_loop(self, target: int) -> _Loop:
        loop = _Loop(target, self.pc, len(self.scopes))
        self.heads.add(self.pc)
        self.joins.add(self.pc)
        self.loops.append(loop)
        return loop

    def _close_loop(self, loop: _Loop) -> None:
        self.loops.pop()
        self.land(*loop.breaks)

    def _break(self, e: tree.Break) -> None:
        if not self.loops:
            self._bad_target(e)
            return
        loop = self.loops[-1]
        before = self.pc
        if e.value is not None:
            self.value(e.value, loop.target)
        else:
            self.load(e, loop.target, UNIT)
        self.mark(e, before, loop.target)
        self._leave_scopes(loop, e)
        loop.breaks.append(self.emit(ir.Jump(self.site(e), -1)))

    def _continue(self, e: tree.Continue) -> None:
        if not self.loops:
            self._bad_target(e)
            return
        self.mark(e, self.pc, None)
        self._leave_scopes(self.loops[-1], e)
        self.emit(ir.Jump(self.site(e), self.loops[-1].head))

    def _leave_scopes(self, loop: _Loop, e: tree.Expr) -> None:
        """Clear what every scope up to the loop holds; the scopes stay open for the code behind."""
        slots = [slot for scope in self.scopes[loop.depth :] for slot in scope]
        if slots:
            self.emit(ir.Clear(self.site(e), tuple(reversed(slots)), scope_ends=True))

    def _return(self, e: tree.Return) -> None:
        before = self.pc
        with self.temporaries(e):
            result = self.temp()
            if e.value is not None:
                self.value(e.value, result)
            else:
                self.load(e, result, UNIT)
            self.mark(e, before, result)
            self.emit(ir.Return(self.site(e), result))
