"""Lowering of declarations, assignments and control (§D.5)."""

from __future__ import annotations

from dataclasses import replace

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Access, Dialect
from leaselens.dada.ir import Demand, DemandOfField, Place, Site
from leaselens.dada.lowering.places import Places, strip
from leaselens.dada.machine.data import UNIT, Data
from leaselens.dada.names import Body, Local, Names


def _is_closed(body: tree.Expr) -> bool:
    """Whether a loop's body is all there. What may still come, a ``break`` for one, decides about a second round."""
    return isinstance(body, tree.Block) and body.closed


class _Loop:
    """A loop under way: where its value goes, where ``continue`` leads, and the scopes that were open outside."""

    def __init__(self, target: int, head: int, depth: int) -> None:
        self.target = target
        self.head = head
        self.depth = depth
        self.breaks: list[int] = []


class Statements(Places):
    """Lowers what is run for its effect, and what decides what runs next."""

    def __init__(self, dialect: Dialect, names: Names, body: Body, key: str) -> None:
        super().__init__(dialect, names, body, key)
        self.loops: list[_Loop] = []

    def load(self, node: tree.Node, target: int, data: Data) -> None:
        """target := plain data"""
        self.emit(ir.Load(self.site(node), target, data))

    def operand(self, e: tree.Expr) -> int:
        """A fresh expression temporary with the value of ``e``."""
        slot = self.temp()
        self.value(e, slot)
        return slot

    def waiting(self, e: tree.Expr) -> int:
        """A fresh expression temporary for a value that is used when others are there; a place may only be reserved."""
        if not (self.dialect.reserves and self.names_place(e)):
            return self.operand(e)
        slot = self.temp()
        self.reserve(e, slot)
        return slot

    def effect(self, e: tree.Expr) -> None:
        """Run a statement for its effect."""
        if isinstance(e, (tree.Let, tree.Assign, tree.OpAssign, tree.Break, tree.Continue, tree.Return)):
            self.statement(e)
            return
        with self.temporaries(e):
            self.value(e, self.temp())

    # ------------------------------------------------------------ declarations and assignments

    def statement(self, e: tree.Expr) -> None:
        match e:
            case tree.Let():
                self._let(e)
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
        local, before = self.body.lets[self.item, e.span], self.pc
        self.scopes[-1].append(local.index)
        if e.value is not None:
            with self.temporaries(e):
                self._initialise(local, e.value)
                before = self._beginning(before)
        self.declared_at[local.index] = self.pc
        self.mark(e, before, None)

    def _beginning(self, before: int) -> int:
        """Where a declaration or assignment begins for who looks at it, once its value has been received."""
        return self.pc - 1 if self.dialect.begins_late else before

    def _initialise(self, local: Local, value: tree.Expr) -> None:
        """The value of a declaration into its variable, as the binding demands (§D.9, §G.2 iv)."""
        demand = self._demand(local)
        if demand is not None:
            self._receive(value, local.index, demand)
        elif local.binding.storage is tree.Storage.SHARED:
            slot = self.scope_temp()
            self.value(value, slot)
            self.emit(ir.IntoShared(self.site(value), local.index, slot))
        else:
            self.value(value, local.index)

    def _receive(self, value: tree.Expr, target: int, demand: Demand | DemandOfField) -> None:
        """target := what the demand makes of a place, or of a value that waits in a scope temporary (§D.9)."""
        if self.is_place(value) or (self.dialect.reserves and self.names_place(value)):
            self.take(value, target, self.bare(), demand)
            return
        slot = self.scope_temp()
        self.value(value, slot)
        self.emit(ir.Convert(self.site(value), target, slot, demand))

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
            place, parts = self._reserved(e.target) if self.dialect.reserves else self.place(e.target)
            before = self.pc
            if self._is_plain_variable(place):
                assert isinstance(place.base, int)
                self._assigned(e.value, place.base, place)
                before = self._beginning(before)
            else:
                source = self.temp()
                self._assigned(e.value, source, place)
                before = self._beginning(before)
                self.emit(ir.Store(self.site(e.value), place, source))
        for part in (*parts, e):
            self.mark(part, before, None)

    def _assigned(self, value: tree.Expr, target: int, place: Place) -> None:
        """target := what ``place`` is to hold."""
        demand = self._demand_of_place(place)
        if demand is not None:
            self._receive(value, target, demand)
        else:
            self.value(value, target)

    def _demand_of_place(self, place: Place) -> Demand | DemandOfField | None:
        """What the variable or field asks of what is assigned to it."""
        if not self.dialect.assignments_demand:
            return None
        if place.fields:
            return DemandOfField(place)
        assert isinstance(place.base, int)
        return self._demand(self.body.locals[place.base])

    def _reserved(self, target: tree.Expr) -> tuple[Place, list[tree.Expr]]:
        """The place that is assigned to; its owner is reserved before the right side is evaluated."""
        target = strip(target)
        if not isinstance(target, tree.Dot):
            return self.place(target)
        slot = self.scope_temp()
        if self.names_place(target.owner):
            self.reserve(target.owner, slot)
        else:
            self.value(target.owner, slot)
        return self._field_of(slot, target), [target]

    def _field_of(self, slot: int, target: tree.Dot) -> Place:
        """The field, in what a slot holds or stands for."""
        owner = strip(target.owner)
        written = owner.text if isinstance(owner, tree.Name) else ""
        return Place(slot, (target.field.text,), (self.site(owner), self.site(target)), written)

    def _op_assign(self, e: tree.OpAssign) -> None:
        if not self._is_target(e.target):
            self._bad_target(e)
            return
        with self.temporaries(e):
            leases = self.dialect.leases_owner_of_changed
            place, parts = self._leased(e.target) if leases else self.place(e.target)
            old = self.temp()
            self.emit(ir.Take(place.site, old, replace(place, is_data=True), Access.GIVE))
            new = self.operand(e.value)
            result = self.scope_temp()
            self.emit(ir.Compute(self.site(e), result, e.operator, old, new))
        before = self.pc
        self._put_result(place, result, self.site(e))
        for part in (*parts, e):
            self.mark(part, before, None)

    def _put_result(self, place: Place, result: int, site: Site) -> None:
        """place := the computed value, as the place demands."""
        demand = self._demand_of_place(place)
        if self._is_plain_variable(place):
            assert isinstance(place.base, int)
            given = ir.Take(site, place.base, Place(result, (), (site,)), Access.GIVE)
            self.emit(given if demand is None else ir.Convert(site, place.base, result, demand))
            return
        if demand is not None:
            received = self.scope_temp()
            self.emit(ir.Convert(site, received, result, demand))
            result = received
        self.emit(ir.Store(site, place, result))

    def _leased(self, target: tree.Expr) -> tuple[Place, list[tree.Expr]]:
        """The place that is changed; its owner is leased for it."""
        target = strip(target)
        if not isinstance(target, tree.Dot):
            return self.place(target)
        slot = self.scope_temp()
        if self.names_place(target.owner):
            self.take(target.owner, slot, Access.LEASE)
        else:
            self.value(target.owner, slot)
        return self._field_of(slot, target), [target]

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
        if _is_closed(e.body):
            self.emit(ir.Jump(self._end_of(e.body), loop.head))
        self._close_loop(loop)

    def _while(self, e: tree.While, target: int) -> None:
        """The body first, then the test (§D.5 ⚠); where the condition is not known, the test first."""
        enter = self.emit(ir.EnterWhile(self.site(e), self._reads(e.condition), -1))
        loop = self._open_loop(target)
        with self.temporaries(e), self.scope(e.body):
            self.effect(e.body)
        if _is_closed(e.body):
            self._while_test(e, enter, loop)
        else:
            self.operations[enter] = ir.EnterWhile(self.site(e), (), self.pc)
        self._close_loop(loop)
        self.load(e, target, UNIT)

    def _while_test(self, e: tree.While, enter: int, loop: _Loop) -> None:
        self.joins.add(self.pc)
        self.operations[enter] = ir.EnterWhile(self.site(e), self._reads(e.condition), self.pc)
        with self.temporaries(e):
            condition = self.operand(e.condition)
            branch = self.emit(ir.Branch(self.site(e.condition), condition, -1))
            self.emit(ir.Jump(self.site(e), loop.head))
            self.land(branch)

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
            self.emit(ir.Return(self.site(e), result, self.site(e.value or e)))
