"""What each expression does (reference §D.5, §D.6, §D.8), evaluated straight from the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from oracle import data, declared
from oracle.machine import Frame, Machine, Place, usable
from oracle.objects import (
    ClassObject,
    Fault,
    FunctionObject,
    Instance,
    Integer,
    Number,
    Object,
    Permission,
    Plain,
    Slot,
    Thunk,
    TupleObject,
    Value,
    Where,
    kind,
)
from oracle.states import State, snapshot

from leaselens.dada import tree
from leaselens.dada.dialects import Access, Specifier
from leaselens.dada.names import MODULE, Body, Intrinsic, Local, Names
from leaselens.text import Span

DEPTH = 60
"""How many calls may be under way."""

PRINT_PARAMETERS = ("message",)


class OutOfBudget(Exception):
    """The run was long or deep enough."""


class Leave(Exception):
    """``break`` or ``continue`` is on its way to its loop."""

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.again = again


class Returned(Exception):
    """``return`` is on its way to the caller."""

    def __init__(self, value: Value, at: Where) -> None:
        super().__init__()
        self.value = value
        self.at = at


class Target(Protocol):
    """Where the value of an expression goes."""

    def __call__(self, value: Value) -> None: ...


class Evaluator:
    """One run of one program."""

    def __init__(self, file: tree.File, names: Names, steps: int, watch: Callable[[tree.Node], bool] | None) -> None:
        self.names = names
        self.items = {placed.key: placed.item for placed in file.items}
        self.keys = {id(placed.item): placed.key for placed in reversed(file.items)}  # the first of equal ones wins
        self.classes = {item.name.text for item in self.items.values() if isinstance(item, tree.Class)}
        self.dialect = file.dialect
        self.machine = Machine(file.dialect, Where("", Span(0, 0)))
        self.output: list[tuple[Where, str]] = []
        self.moments: list[tuple[Where, bool, State]] = []
        self.watch = watch
        self.steps = steps
        self.key = ""
        self.body = Body("", (), (), {}, {})
        self.scopes: list[list[Slot]] = []
        self.loops: list[Target] = []
        self.in_atomic = 0

    # ------------------------------------------------------------ bodies

    def run_main(self, entry: str) -> None:
        """Run module code or ``main``; a result that is not unit is printed."""
        result, at = self._module() if entry == MODULE else self._call_body(entry, [], {})
        if not (isinstance(result.object, Plain) and result.object.value is None):
            self.output.append((at, data.printed(result, with_permissions=self.dialect.prints_permissions) + "\n"))

    def _module(self) -> tuple[Value, Where]:
        body = self.names.bodies[MODULE]
        statements: list[tuple[str, tree.Expr]] = []
        for key in body.items:
            item = self.items[key]
            assert isinstance(item, tree.Code)
            statements += [(key, statement) for statement in item.statements]
        return self._run_body(MODULE, statements, [], {}, None)

    def _call_body(self, key: str, arguments: list[Slot], named: dict[str, Permission]) -> tuple[Value, Where]:
        function = self.items[key]
        assert isinstance(function, tree.Function)
        statements = [(key, statement) for statement in function.body.statements]
        return self._run_body(key, statements, arguments, named, function)

    def _run_body(
        self,
        key: str,
        statements: list[tuple[str, tree.Expr]],
        arguments: list[Slot],
        named: dict[str, Permission],
        function: tree.Function | None,
    ) -> tuple[Value, Where]:
        if len(self.machine.frames) >= DEPTH:
            raise OutOfBudget
        body = self.names.bodies[key]
        slots = [slot_for(local.binding) for local in body.locals]
        for slot, argument in zip(slots, arguments, strict=False):
            slot.value, argument.value = argument.value, None
        outside = self.key, self.body, self.scopes, self.loops, self.in_atomic
        self.key, self.body, self.scopes, self.loops, self.in_atomic = key, body, [[]], [], 0
        self.machine.frames.append(Frame(body.name, slots, named=named))
        try:
            self._statements_to_return(statements, function)
            raise AssertionError("a body ends by returning")
        except Returned as returned:
            self.machine.frames.pop()
            self.key, self.body, self.scopes, self.loops, self.in_atomic = outside
            return returned.value, returned.at

    def _statements_to_return(self, statements: list[tuple[str, tree.Expr]], function: tree.Function | None) -> None:
        gives_last = function is not None and (function.arrow is not None or self.dialect.last_is_value)
        root = function.root if function is not None else Span(0, 0)
        for number, (key, statement) in enumerate(statements):
            self.key = key
            if gives_last and number == len(statements) - 1:
                self._return(statement, function, root)
            self._discard(statement)
        self._leave_body(self.machine.fresh(Plain(None)), Where(self.key, root, is_return=True), None)

    def _return(self, value: tree.Expr, function: tree.Function | None, span: Span) -> None:
        with self._temporary() as temporary:
            self.evaluate(value, into(temporary))
            at = Where(self.key, span, is_return=True)
            self.machine.now = at
            given = self.machine.give(Place(temporary, self._at(value)))
            self._leave_body(given, at, function)

    def _leave_body(self, value: Value, at: Where, function: tree.Function | None) -> None:
        """Check the result, drop everything, collect, and go (§D.8.5)."""
        machine, frame = self.machine, self.machine.frames[-1]
        machine.now = at
        machine.in_flight.append(value)
        machine.collect()
        if function is not None and function.arrow is not None and self.dialect.types_check:
            declared.check_permission(function.arrow.type, value, frame.named, at)
            declared.check_class(function.arrow.type, value, self.classes, at)
        frame.named = {}
        for slot in [*frame.locals, *frame.temporaries]:
            slot.value = None
        machine.collect()
        machine.in_flight.remove(value)
        raise Returned(value, at)

    def _returned(self, value: Value, left: Where, at: Where, target: Target) -> None:
        """The caller receives a value, if it outlived the callee."""
        if value.permission.expired is not None:
            raise Fault("R-2", "your lease to this object was cancelled", at, second=left)
        self.machine.now = at
        self._store(value, target)

    # ------------------------------------------------------------ temporaries and scopes (§D.6)

    @contextmanager
    def _temporary(self) -> Iterator[Slot]:
        """A hidden variable for as long as the expression that consumes it."""
        slot = Slot("")
        temporaries = self.machine.frames[-1].temporaries
        temporaries.append(slot)
        try:
            yield slot
        except Leave:
            self._clear(slot)
            temporaries.remove(slot)
            raise
        self._clear(slot)
        temporaries.remove(slot)

    def _scope_temporary(self) -> Slot:
        """A hidden variable that lives until the innermost scope ends."""
        slot = Slot("")
        self.machine.frames[-1].temporaries.append(slot)
        self.scopes[-1].append(slot)
        return slot

    @contextmanager
    def _scope(self) -> Iterator[None]:
        """A block whose variables and scope temporaries are cleared at its end, and when it is left for its loop."""
        self.scopes.append([])
        try:
            yield
        except Leave:
            self._end_scope()
            raise
        self._end_scope()

    def _end_scope(self) -> None:
        for slot in reversed(self.scopes.pop()):
            self._clear(slot)

    def _clear(self, slot: Slot) -> None:
        if slot.value is not None:
            slot.value = None
            self.machine.collect()

    def _store(self, value: Value, target: Target) -> None:
        """The last step of every operation: its value arrives, and what became garbage is collected."""
        target(value)
        self.machine.in_flight.append(value)
        self.machine.collect()
        self.machine.in_flight.remove(value)

    def _at(self, node: tree.Node) -> Where:
        return Where(self.key, node.span)

    # ------------------------------------------------------------ expressions

    def evaluate(self, expression: tree.Expr, target: Target) -> None:
        """The value of an expression goes into the target; noted before and after where somebody watches."""
        self.steps -= 1
        if self.steps < 0:
            raise OutOfBudget
        if self.watch is None or not self.watch(expression):
            self._evaluate(expression, target)
            return
        at = self._at(expression)
        self.moments.append((at, False, snapshot(self.machine)))

        def watched(value: Value) -> None:
            target(value)
            self.moments.append((at, True, snapshot(self.machine)))

        self._evaluate(expression, watched)

    def _evaluate(self, expression: tree.Expr, target: Target) -> None:
        at = self.machine.now = self._at(expression)
        match expression:
            case tree.Parens(inner=inner):
                self.evaluate(inner, target)
            case tree.Integer() | tree.Float() | tree.Boolean():
                self._store(self.machine.fresh(literal(expression)), target)
            case tree.String():
                self._string(expression, target)
            case tree.Name() | tree.Dot():
                self._use(expression, self.dialect.bare_place, at, target)
            case tree.Use():
                self._keyword(expression, at, target)
            case tree.Await():
                self._await(expression, at, target)
            case tree.Call():
                self._call(expression, at, target)
            case tree.Binary(left=left, operator=symbol, right=right):
                self._operator(left, symbol, right, at, target)
            case tree.Negation(operand=operand):
                with self._temporary() as slot:
                    self.evaluate(operand, into(slot))
                    self.machine.now = at
                    self._store(self.machine.fresh(data.negate(content(slot), at)), target)
            case tree.Tuple(elements=elements):
                self._tuple(elements, at, target)
            case _:
                self._control(expression, at, target)

    def _control(self, expression: tree.Expr, at: Where, target: Target) -> None:
        match expression:
            case tree.Let():
                self._let(expression, target)
            case tree.Assign():
                self._assign(expression, at, target)
            case tree.OpAssign():
                self._op_assign(expression, at, target)
            case tree.Block(statements=statements):
                self._block(statements, target)
            case tree.If():
                self._if(expression, target)
            case tree.While() | tree.Loop():
                self._loop(expression, target)
            case tree.Atomic(body=body):
                self.in_atomic += 1
                with self._scope():
                    self.evaluate(body, target)
                self.in_atomic -= 1
            case tree.Break() | tree.Continue() | tree.Return():
                self._jump(expression, at)
            case _:
                raise compile_error(at)

    def _unit(self, target: Target) -> None:
        self._store(self.machine.fresh(Plain(None)), target)

    def _discard(self, statement: tree.Expr) -> None:
        with self._temporary() as slot:
            self.evaluate(statement, into(slot))

    def _string(self, string: tree.String, target: Target) -> None:
        """Parts to temporaries, left to right; then each is shared and made text."""
        at = self._at(string)
        self._parts(list(string.parts), [], at, target)

    def _parts(self, parts: list[tree.Text | tree.Expr], done: list[Place | str], at: Where, target: Target) -> None:
        if not parts:
            self.machine.now = at
            text = "".join(part if isinstance(part, str) else self._printed(part) for part in done)
            self._store(self.machine.fresh(Plain(text)), target)
        elif isinstance(parts[0], tree.Text):
            self._parts(parts[1:], [*done, parts[0].value], at, target)
        else:
            with self._temporary() as slot:
                self._argument(parts[0], self.dialect.printing, into(slot))
                self._parts(parts[1:], [*done, Place(slot, self._at(parts[0]))], at, target)

    def _printed(self, place: Place) -> str:
        shared = self.machine.share(place)
        return data.printed(shared, with_permissions=self.dialect.prints_permissions)

    def _operator(self, left: tree.Expr, symbol: str, right: tree.Expr, at: Where, target: Target) -> None:
        with self._temporary() as first, self._temporary() as second:
            self.evaluate(left, into(first))
            self.evaluate(right, into(second))
            self.machine.now = at
            result = data.apply(symbol, content(first), content(second), at)
            self._store(self.machine.fresh(result), target)

    def _tuple(self, elements: tuple[tree.Expr, ...], at: Where, target: Target) -> None:
        if not elements:
            self._unit(target)
            return
        self._gather(list(elements), [], lambda places: self._make_tuple(places, at, target))

    def _make_tuple(self, places: list[Place], at: Where, target: Target) -> None:
        self.machine.now = at
        made = [Slot(str(index)) for index, _ in enumerate(places)]
        for slot, place in zip(made, places, strict=True):
            self._fill(slot, self.machine.give(place))
        self._store(self.machine.fresh(TupleObject(made), joint=False), target)

    def _gather(self, expressions: list[tree.Expr], places: list[Place], then: Callable[[list[Place]], None]) -> None:
        """Evaluate expressions to temporaries from left to right; what comes ``then`` sees them all."""
        if not expressions:
            then(places)
            return
        with self._temporary() as slot:
            self.evaluate(expressions[0], into(slot))
            self._gather(expressions[1:], [*places, Place(slot, self._at(expressions[0]))], then)

    # ------------------------------------------------------------ places

    def _place(self, expression: tree.Expr) -> Place:
        """The place that an expression names; what is none is put into a scope temporary first."""
        match expression:
            case tree.Parens(inner=inner) if is_place(inner):
                return self._place(inner)
            case tree.Name():
                return Place(self._variable(expression), self._at(expression))
            case tree.Dot(owner=owner, field=name):
                place = self._place(owner)
                return Place(place.root, place.at, [*place.steps, (name.text, self._at(expression))])
        slot = self._scope_temporary()
        self.evaluate(expression, into(slot))
        return Place(slot, self._at(expression))

    def _variable(self, name: tree.Name) -> Slot:
        """The slot of a variable; a class or function is in a fresh slot of its own."""
        match self.body.uses.get((self.key, name.span)):
            case None:
                raise compile_error(self._at(name))
            case Local() as local:
                return self.machine.frames[-1].locals[local.index]
            case tree.Class() as found:
                return Slot(name.text, self.machine.fresh(ClassObject(found)))
            case tree.Function() as found:
                return Slot(name.text, self.machine.fresh(FunctionObject(found)))
            case Intrinsic.PRINT:
                return Slot(name.text, self.machine.fresh(FunctionObject(None)))

    def _use(self, expression: tree.Expr, access: Access, at: Where, target: Target) -> None:
        place = self._place(expression)
        self.machine.now = at
        operations = {
            Access.GIVE: self.machine.give,
            Access.SHARE: self.machine.share,
            Access.LEASE: self.machine.lease,
            Access.SHLEASE: self.machine.share,
        }
        self._store(operations[access](place), target)

    def _keyword(self, use: tree.Use, at: Where, target: Target) -> None:
        if is_place(use.operand):
            if use.access is Access.SHARE:
                place = self._place(use.operand)
                self.machine.now = at
                self._store(self.machine.share_keyword(place), target)
            else:
                self._use(use.operand, use.access, at, target)
        elif use.access is Access.GIVE:
            self.evaluate(use.operand, target)
        elif use.access is Access.SHARE:
            with self._temporary() as slot:
                self.evaluate(use.operand, into(slot))
                self.machine.now = at
                self._store(self.machine.into_shared(Place(slot, self._at(use.operand))), target)
        else:
            self._use(use.operand, use.access, at, target)

    # ------------------------------------------------------------ variables and assignment

    def _let(self, let: tree.Let, target: Target) -> None:
        local = self.body.lets[self.key, let.span]
        slot = self.machine.frames[-1].locals[local.index]
        self.scopes[-1].append(slot)
        if let.value is not None:
            self._bind(let.value, local.binding, slot)
        self._unit(target)

    def _bind(self, value: tree.Expr, binding: tree.Binding, slot: Slot) -> None:
        """What a binding demands decides what is done with its initializer (§D.9)."""
        specifier = self._specifier(binding)
        if specifier is None:
            self.evaluate(value, self._filling(slot))
        else:
            self._receive(specifier, value, self._place(value), self._filling(slot))

    def _receive(self, specifier: Specifier, value: tree.Expr, place: Place, target: Target) -> None:
        at = self.machine.now = self._at(value)
        received = self._by_specifier(specifier, place)
        declared.check_specifier(specifier, received, at)
        self._store(received, target)

    def _specifier(self, binding: tree.Binding) -> Specifier | None:
        return binding.specifier or self.dialect.default_specifier

    def _by_specifier(self, specifier: Specifier, place: Place) -> Value:
        match specifier:
            case Specifier.MY | Specifier.ANY:
                return self.machine.give(place)
            case Specifier.OUR:
                return self.machine.into_shared(place)
            case Specifier.LEASED:
                return self.machine.lease(place)
            case Specifier.SHLEASED:
                return self.machine.share(place)

    def _filling(self, slot: Slot) -> Target:
        def fill(value: Value) -> None:
            self._fill(slot, value)

        return fill

    def _fill(self, slot: Slot, value: Value) -> None:
        """Store; D1's shared storage shares what arrives."""
        slot.value = value
        if slot.shared and not value.permission.joint:
            slot.value = self.machine.into_shared(Place(Slot("", value), self.machine.now))

    def _assign(self, assign: tree.Assign, at: Where, target: Target) -> None:
        match unwrapped(assign.target):
            case tree.Name() as name:
                slot = self._assignable(name)
                self.evaluate(assign.value, self._filling(slot))
            case tree.Dot() as dot:
                place = self._place(dot)
                self.evaluate(assign.value, lambda value: self._write_field(place, value))
            case other:
                raise compile_error(self._at(other))
        self.machine.now = at
        self._unit(target)

    def _assignable(self, name: tree.Name) -> Slot:
        if not isinstance(self.body.uses.get((self.key, name.span)), Local):
            raise compile_error(self._at(name))
        return self._variable(name)

    def _write_field(self, place: Place, value: Value) -> None:
        self.machine.in_flight.append(value)
        self.machine.write_field(place, value)
        self.machine.in_flight.remove(value)

    def _op_assign(self, assign: tree.OpAssign, at: Where, target: Target) -> None:
        """The target is given before the right side is evaluated; the result waits in a scope temporary."""
        goal = unwrapped(assign.target)
        if not isinstance(goal, tree.Name | tree.Dot):
            raise compile_error(self._at(goal))
        place = self._place(goal) if isinstance(goal, tree.Dot) else Place(self._assignable(goal), self._at(goal))
        result = self._scope_temporary()
        with self._temporary() as first, self._temporary() as second:
            self.machine.now = self._at(goal)
            self._store(self.machine.give(place), into(first))
            self.evaluate(assign.value, into(second))
            self.machine.now = at
            computed = data.apply(assign.operator, content(first), content(second), at)
            self._store(self.machine.fresh(computed), into(result))
        self.machine.now = at
        given = self.machine.give(Place(result, at))
        if place.steps:
            self._store(given, lambda value: self._write_field(place, value))
        else:
            self._store(given, self._filling(place.root))
        self._unit(target)

    # ------------------------------------------------------------ structure

    def _block(self, statements: tuple[tree.Expr, ...], target: Target) -> None:
        if not statements:
            self._unit(target)
            return
        for statement in statements[:-1]:
            self._discard(statement)
        self.evaluate(statements[-1], target)

    def _if(self, expression: tree.If, target: Target) -> None:
        with self._temporary() as slot:
            self.evaluate(expression.condition, into(slot))
            holds = self._condition(slot, expression.condition)
        chosen = expression.then if holds else expression.otherwise
        if chosen is None:
            self._unit(target)
        else:
            with self._scope():
                self.evaluate(chosen, target)

    def _condition(self, slot: Slot, condition: tree.Expr) -> bool:
        at = self.machine.now = self._at(condition)
        walk = self.machine.walk(Place(slot, at))
        self.machine.read(walk)
        if isinstance(walk.object, Plain) and isinstance(walk.object.value, bool):
            return walk.object.value
        raise Fault("R-8", f"expected a boolean, found {kind(walk.object)}", at)

    def _loop(self, loop: tree.While | tree.Loop, target: Target) -> None:
        """``while`` runs its body before its first test, and ``continue`` skips the test (§D.5)."""
        self.loops.append(target)
        try:
            while self._again(loop):
                pass
        finally:
            self.loops.pop()
        if isinstance(loop, tree.While):
            self._unit(target)

    def _again(self, loop: tree.While | tree.Loop) -> bool:
        try:
            with self._temporary() as slot, self._scope():
                self.evaluate(loop.body, into(slot))
            if isinstance(loop, tree.While):
                with self._temporary() as slot:
                    self.evaluate(loop.condition, into(slot))
                    return self._condition(slot, loop.condition)
        except Leave as leave:
            return leave.again
        return True

    def _jump(self, jump: tree.Expr, at: Where) -> None:
        match jump:
            case tree.Return(value=value):
                self._return_statement(value, jump.span)
            case tree.Break() | tree.Continue() if not self.loops:
                raise compile_error(at)
            case tree.Break(value=None):
                self._unit(self.loops[-1])
                raise Leave(again=False)
            case tree.Break(value=tree.Expr() as value):
                self.evaluate(value, self.loops[-1])
                raise Leave(again=False)
            case _:
                raise Leave(again=True)

    def _return_statement(self, value: tree.Expr | None, span: Span) -> None:
        item = self.items[self.key]
        function = item if isinstance(item, tree.Function) else None
        returns = function is not None and function.arrow is not None
        if value is None and returns:
            raise compile_error(Where(self.key, span))
        if value is not None:  # where no `->` allows it too: C-40 leaves no hole
            self._return(value, function, span)
        self._leave_body(self.machine.fresh(Plain(None)), Where(self.key, span, is_return=True), None)

    # ------------------------------------------------------------ calls (§D.8)

    def _call(self, call: tree.Call, at: Where, target: Target) -> None:
        with self._temporary() as callee:
            self.evaluate(call.callee, into(callee))
            bindings = self._bindings(content(callee))
            self._arguments(call, bindings, [], lambda places: self._invoke(call, callee, places, at, target))

    def _bindings(self, callee: Object) -> tuple[tree.Binding, ...]:
        match callee:
            case ClassObject(declared=found):
                return found.fields
            case FunctionObject(declared=tree.Function(parameters=parameters)):
                return parameters
        return ()

    def _arguments(
        self,
        call: tree.Call,
        bindings: tuple[tree.Binding, ...],
        places: list[Place],
        then: Callable[[list[Place]], None],
    ) -> None:
        if len(places) == len(call.arguments):
            then(places)
            return
        value = call.arguments[len(places)].value
        binding = bindings[len(places)] if len(places) < len(bindings) else None
        with self._temporary() as slot:
            self._argument_for(value, binding, slot, is_print=self._is_print(call))
            self._arguments(call, bindings, [*places, Place(slot, self._at(value))], then)

    def _is_print(self, call: tree.Call) -> bool:
        callee = unwrapped(call.callee)
        return isinstance(callee, tree.Name) and self.body.uses.get((self.key, callee.span)) is Intrinsic.PRINT

    def _argument_for(self, value: tree.Expr, binding: tree.Binding | None, slot: Slot, *, is_print: bool) -> None:
        specifier = self._specifier(binding) if binding else None
        if specifier is None:
            self._argument(value, self.dialect.printing if is_print else self.dialect.bare_place, into(slot))
        elif is_place(value):
            self._receive(specifier, value, self._place(value), into(slot))
        else:
            with self._temporary() as whole:
                self.evaluate(value, into(whole))
                self._receive(specifier, value, Place(whole, self._at(value)), into(slot))

    def _argument(self, value: tree.Expr, bare: Access, target: Target) -> None:
        """Evaluate, a bare place by an access of its own."""
        if is_place(value) and bare is not self.dialect.bare_place:
            self._use(value, bare, self._at(value), target)
        else:
            self.evaluate(value, target)

    def _invoke(self, call: tree.Call, callee: Slot, places: list[Place], at: Where, target: Target) -> None:
        self.machine.now = at
        given = self.machine.give(Place(callee, self._at(call.callee)))
        match given.object:
            case ClassObject(declared=found):
                slots = self._parameters(call, found.fields, places, at)
                self._store(self.machine.fresh(Instance(found, slots), joint=False), target)
            case FunctionObject(declared=tree.Function() as function):
                self._invoke_function(call, function, places, at, target)
            case FunctionObject():
                check_labels(call, PRINT_PARAMETERS, self.key)
                (slot,) = self._given(places, [Slot("message")])
                self._store(self.machine.fresh(Thunk(None, [slot]), joint=False), target)
            case other:
                raise Fault("R-11", f"expected something callable, found {kind(other)}", self._at(call.callee))

    def _invoke_function(
        self, call: tree.Call, function: tree.Function, places: list[Place], at: Where, target: Target
    ) -> None:
        slots = self._parameters(call, function.parameters, places, at)
        named = {slot.name: slot.value.permission for slot in slots if slot.value is not None}
        if function.is_async:
            self._store(self.machine.fresh(Thunk(function, slots, named), joint=False), target)
        else:
            self._run(function, slots, named, at, target)

    def _run(
        self, function: tree.Function, slots: list[Slot], named: dict[str, Permission], at: Where, target: Target
    ) -> None:
        value, left = self._call_body(self.keys[id(function)], slots, named)
        self._returned(value, left, at, target)

    def _parameters(
        self, call: tree.Call, bindings: tuple[tree.Binding, ...], places: list[Place], at: Where
    ) -> list[Slot]:
        """The arguments given into parameters or fields, labels, number and types checked."""
        check_labels(call, tuple(binding.name.text for binding in bindings), self.key)
        slots = self._given(places, [slot_for(binding) for binding in bindings])
        if self.dialect.types_check:
            self._check_types(bindings, slots, at)
        return slots

    def _given(self, places: list[Place], slots: list[Slot]) -> list[Slot]:
        for place, slot in zip(places, slots, strict=True):
            self._fill(slot, self.machine.give(place))
        return slots

    def _check_types(self, bindings: tuple[tree.Binding, ...], slots: list[Slot], at: Where) -> None:
        values = [slot.value for slot in slots if slot.value is not None]
        named = {slot.name: slot.value.permission for slot in slots if slot.value is not None}
        for binding, value in zip(bindings, values, strict=True):
            declared.check_unnamed(binding.type, value, at)
        for binding, value in zip(bindings, values, strict=True):
            declared.check_permission(binding.type, value, named, at)
            declared.check_class(binding.type, value, self.classes, at)

    # ------------------------------------------------------------ await

    def _await(self, expression: tree.Await, at: Where, target: Target) -> None:
        if self._may_not_await():
            raise compile_error(at)
        operand = expression.operand
        with self._temporary() as slot:
            if is_place(operand):
                self._use(operand, Access.GIVE, self._at(operand), into(slot))
            else:
                self.evaluate(operand, into(slot))
            self._resume(slot, self._at(operand), at if is_place(operand) else self._at(operand), at, target)

    def _may_not_await(self) -> bool:
        item = self.items[self.key]
        return self.in_atomic > 0 or (isinstance(item, tree.Function) and not item.is_async)

    def _resume(self, slot: Slot, operand: Where, span: Where, at: Where, target: Target) -> None:
        machine = self.machine
        machine.now = at
        value = usable(slot, operand)
        check_full_ownership(value.permission, span)
        if not isinstance(value.object, Thunk):
            raise Fault("R-14", f"expected a thunk, found {kind(value.object)}", span)
        thunk = value.object
        machine.give(Place(slot, operand))
        if thunk.function is not None:
            self._run(thunk.function, thunk.arguments, thunk.named, at, target)
            return
        text = data.printed(thunk.arguments[0].value, with_permissions=self.dialect.prints_permissions)
        self.output.append((at, text + "\n"))
        self._unit(target)


# ---------------------------------------------------------------- what needs no run


def into(slot: Slot) -> Target:
    """Store there."""

    def store(value: Value) -> None:
        slot.value = value

    return store


def content(slot: Slot) -> Object:
    """The object in a temporary that has been filled; operators make no access."""
    assert slot.value is not None
    return slot.value.object


def slot_for(binding: tree.Binding) -> Slot:
    """An empty slot for a variable, parameter or field."""
    return Slot(
        binding.name.text,
        atomic=binding.atomic or binding.storage is tree.Storage.ATOMIC,
        shared=binding.storage is tree.Storage.SHARED,
    )


def unwrapped(expression: tree.Expr) -> tree.Expr:
    """Without parentheses around it."""
    while isinstance(expression, tree.Parens):
        expression = expression.inner
    return expression


def is_place(expression: tree.Expr) -> bool:
    """Whether an expression is a name, or fields of something (parentheses do not hide it)."""
    return isinstance(unwrapped(expression), tree.Name | tree.Dot)


def literal(expression: tree.Expr) -> Object:
    """The data of a number or truth value."""
    match expression:
        case tree.Integer(value=value, suffix=suffix):
            number = {"u": Number.UINT, "i": Number.SINT}.get(suffix, Number.INT)
            return Integer(number, value)
        case tree.Float(value=number):
            return Plain(number)
        case tree.Boolean(value=truth):
            return Plain(truth)
    raise AssertionError(expression)


def check_labels(call: tree.Call, names: tuple[str, ...], key: str) -> None:
    """R-13 first, then R-12."""
    for argument, name in zip(call.arguments, names, strict=False):
        if argument.label is not None and argument.label.text != name:
            message = f"expected to find an argument named `{name}`, but found the name `{argument.label.text}`"
            raise Fault("R-13", message, Where(key, argument.label.span))
    if len(call.arguments) != len(names):
        message = f"expected to find {len(names)} arguments, but found {len(call.arguments)}"
        raise Fault("R-12", message, Where(key, call.span))


def check_full_ownership(permission: Permission, at: Where) -> None:
    """R-15: only ``my`` thunks are awaited."""
    labels = {
        "shared": "you only have a shared lease on the object",
        "leased": "you only have a lease on the object",
        "our": "you only have shared access to the object",
    }
    if permission.word in labels:
        message = "awaiting something requires full ownership"
        raise Fault("R-15", message, at, label=labels[permission.word])


def compile_error(at: Where) -> Fault:
    """R-1: a compile error left a hole in the program, and it is reached."""
    return Fault("R-1", "compilation error encountered 😢", at)
