"""Random programs over all that the machine does: operations, fields, branches, loops, calls, thunks.

The programs read well-formed and are mostly sensible, so that they run for a while before a lease that ended is used.
Every choice is drawn from a ``Source of choices``: a seeded ``random.Random``, or hypothesis, which then shrinks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeVar

from hypothesis import strategies as st
from oracle.kinds import BARE, DATUM, FIELDS, HOLDER, INTEGER, PAIR, STRING, THUNK, TUPLE
from oracle.slips import slips
from oracle.spelling import SPELLINGS, Spelling, Unknown

T = TypeVar("T")

Choose = Callable[[int], int]
"""Chooses a number from 0 to below the given one."""

Inputs = Mapping[str, Sequence[int]]
"""Unknown data by name, with the values that are tried for it."""

TRUTHS, NUMBERS = (True, False), range(-6, 11)
"""The values of unknown conditions; and of unknown numbers. These are compared with digits, and at most 5 is added to
them before, so that all below -5 are alike, and all above 9."""
DEPTH = 3
"""How deeply expressions and blocks are nested."""
SLIP = 100
"""One value among so many is said by a slip."""


@dataclass(frozen=True)
class Choice:
    """What the unknown data of a program is, by name, and the permissions of the unknown objects."""

    values: Mapping[str, int]
    permissions: tuple[str, ...]

    def agrees_with(self, named: Mapping[str, Container[bool]]) -> bool:
        """Whether each condition that is named has one of the values that are named for it."""
        return all(eval(condition, {}, dict(self.values)) in answers for condition, answers in named.items())


@dataclass(frozen=True)
class Program:
    """A program in a dialect. If it has a function ``work``, that gets unknown data (``inputs``, with all the values
    that make a difference) and unknown objects, and nothing calls it; else it runs in one way."""

    text: str
    dialect: str
    inputs: Inputs = field(default_factory=dict)
    objects: tuple[Unknown, ...] = ()

    @property
    def is_unknown(self) -> bool:
        return bool(self.inputs or self.objects)

    def all_permissions(self) -> Iterator[tuple[str, ...]]:
        """The permissions that the objects may have."""
        return product(*(one.options for one in self.objects))

    def choices(self) -> Iterator[Choice]:
        """All that may be chosen."""
        for permissions in self.all_permissions():
            for values in product(*self.inputs.values()):
                yield Choice(dict(zip(self.inputs, values, strict=True)), permissions)

    def applied(self, choice: Choice) -> str:
        """The same program run for a choice: line by line the same, with an entry added at the end."""
        spelling = SPELLINGS[self.dialect]
        given = [str(value).lower() for value in choice.values.values()]
        owners = [f"    {spelling.owner(f'o{number}', 'E()')}\n" for number, _ in enumerate(choice.permissions)]
        given += [ARGUMENTS[word].format(f"o{number}") for number, word in enumerate(choice.permissions)]
        return f"{self.text}\nasync fn main() {{\n{''.join(owners)}    work({', '.join(given)}).await\n}}\n"


ARGUMENTS = {"my": "E()", "our": "E().share", "leased": "{}.lease", "shared": "{}.lease.share"}
"""How an object is handed over with each permission, in every dialect; what is leased belongs to a variable.

It has no fields: of their permissions and data nothing would be known either.
"""


@dataclass
class Function:
    """A function that may be called: its parameters' kinds, what it returns (``None``: unit)."""

    name: str
    parameters: list[tuple[str, str]]
    returns: str | None
    is_async: bool


@dataclass
class Scope:
    """What may be said at a point of a body: the variables in scope by kind, and where it stands."""

    variables: list[tuple[str, str]]
    is_async: bool
    in_loop: bool = False
    in_atomic: bool = False
    returns: str | None = None
    depth: int = DEPTH

    def inner(self, **changes: bool) -> Scope:
        """A block inside."""
        values = {**self.__dict__, "variables": list(self.variables), "depth": self.depth - 1, **changes}
        return Scope(**values)


@dataclass
class Writer:
    """Writes one program."""

    choose: Choose
    spelling: Spelling
    functions: list[Function] = field(default_factory=list)
    inputs: Inputs = field(default_factory=dict)
    kinds: tuple[str, ...] = (DATUM, PAIR)
    names: int = 0
    applies: bool = False

    # ------------------------------------------------------------ choosing

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.choose(len(options))]

    def seldom(self, among: int) -> bool:
        """Once among so many times; the last option, so that hypothesis does without where it shrinks."""
        return self.choose(among) == among - 1

    def name(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    # ------------------------------------------------------------ program

    def program(self, conditions: int, numbers: int, objects: int) -> tuple[str, tuple[Unknown, ...]]:
        pieces = [self.spelling.class_("D", ["x"], self.one_of), self.spelling.class_("P", ["a", "b"], self.one_of)]
        self.kinds = (DATUM, PAIR) if not objects else (BARE, HOLDER, BARE, HOLDER, DATUM)
        if objects:
            pieces += [self.spelling.class_("E", [], self.one_of), self.spelling.class_("H", ["e"], self.one_of)]
        pieces += [self.function() for _ in range(self.choose(4))]
        self.inputs = {f"c{number}": TRUTHS for number in range(conditions)}
        self.inputs |= {f"m{number}": NUMBERS for number in range(numbers)}
        unknown = [self.one_of(self.spelling.unknowns) for _ in range(objects)]
        parameters = [*self.inputs, *(one.spelled.format(f"q{number}") for number, one in enumerate(unknown))]
        header = f"async fn work({', '.join(parameters)})" if parameters else "async fn main()"
        variables = [(f"q{number}", BARE) for number in range(objects)]
        scope = Scope(variables, is_async=True)
        pieces.append(f"{header} {{\n{self.body(scope, 4 + self.choose(6))}\n}}")
        pieces += [self.application()] if self.applies else []
        return "\n\n".join(pieces) + "\n", tuple(unknown)

    def application(self) -> str:
        """The function that calls what it is handed."""
        given, value = (self.spelling.parameter(name, self.one_of) for name in ("g", "x"))
        return f"fn apply({given}, {value}){' ->' if self.spelling.arrows else ''} {{\n    g(x.give)\n}}"

    def function(self) -> str:
        kinds = [self.one_of([*self.kinds, self.kinds[0], INTEGER]) for _ in range(self.choose(3))]
        returns = self.one_of([None, self.kinds[0], *self.kinds])
        made = Function(self.name("f"), [(self.name("p"), kind) for kind in kinds], returns, self.choose(3) == 0)
        scope = Scope(list(made.parameters), made.is_async, returns=returns, depth=DEPTH - 1)
        lines = [self.body(scope, self.choose(3))] if not self.spelling.last_is_value or returns else []
        if self.seldom(6):
            lines += self.recursion(made, scope)
        elif returns is not None:
            lines.append("    " + self.alone(returns, scope))
        text = "\n".join(line for line in lines if line.strip())
        parameters = ", ".join(self.parameter(name, kind) for name, kind in made.parameters)
        arrow = self.arrow(made) if returns is not None and self.spelling.arrows else ""
        self.functions.append(made)
        generics = self.one_of(self.spelling.generics)
        return f"{'async ' if made.is_async else ''}fn {made.name}{generics}({parameters}){arrow} {{\n{text}\n}}"

    def recursion(self, made: Function, scope: Scope) -> list[str]:
        """The function's last lines: it calls itself with a number that counts down to zero."""
        counter = self.name("k")
        called = self.call(made, scope, f"{counter} - 1")
        made.parameters.insert(0, (counter, INTEGER))
        if made.returns is None:
            return [f"    if {counter} > 0 {{ {called} }}"]
        return [f"    if {counter} < 1 {{ {self.value(made.returns, scope)} }} else {{ {called} }}"]

    def parameter(self, name: str, kind: str) -> str:
        """A parameter, now and then with a type that demands a permission."""
        words = self.spelling.permissions
        if kind in self.kinds and words and self.choose(6) == 0:
            return f"{name}: {self.one_of(words)} {kind}"
        return self.spelling.parameter(name, self.one_of)

    def arrow(self, made: Function) -> str:
        """`->`, now and then with a type that says where the value comes from."""
        named = [name for name, kind in made.parameters if kind in self.kinds]
        if not self.spelling.permissions or self.choose(5):
            return " ->"
        forms = ["my", "our"]
        if named:
            forms += [f"{word}{{{self.one_of(named)}}}" for word in ("given", "shared", "leased")]
        return f" -> {self.one_of(forms)} {made.returns}"

    # ------------------------------------------------------------ statements

    def body(self, scope: Scope, count: int) -> str:
        """Statements on lines of their own, indented by one step."""
        lines = [line for _ in range(count) for line in self.statement(scope)]
        return "\n".join("    " + line for line in lines)

    def block(self, scope: Scope) -> list[str]:
        return self.body(scope, 1 + self.choose(3)).split("\n")

    def statement(self, scope: Scope) -> list[str]:
        options: list[Callable[[Scope], list[str]]] = [*[self.let] * 6, *[self.store] * 3, self.add, self.use]
        if scope.is_async and not scope.in_atomic:
            options += [self.print_] * 3 + [self.wait]
        if scope.depth > 0:
            options += [self.branch, self.counted, self.section]
            options += [self.endless] if self.spelling.arrows else []
        if scope.in_loop and self.spelling.breaks:
            options.append(self.leave)
        if self.spelling.arrows and (scope.returns or scope.in_loop):
            options.append(self.give_back)
        return self.one_of(options)(scope)

    def let(self, scope: Scope) -> list[str]:
        kind = self.one_of([*self.kinds * 2, self.kinds[0], INTEGER, STRING, THUNK, *self.spelling.tuples])
        if kind == THUNK and not any(made.is_async for made in self.functions):
            kind = DATUM
        value = self.value(kind, scope)
        # A name that its own initializer says would be unset there; a few of those are enough (tests name them).
        known = [name for name, other in scope.variables if other == kind and not re.search(rf"\b{name}\b", value)]
        name = self.one_of(known) if known and self.choose(8) == 0 else self.name("v")
        scope.variables.append((name, kind))
        return [self.spelling.let(name, name if self.seldom(SLIP) else value, self.one_of)]

    def store(self, scope: Scope) -> list[str]:
        """To a variable or a field."""
        place, kind = self.place(self.one_of([*self.kinds, INTEGER]), scope)
        if place is None or place in self.inputs:
            return self.let(scope)
        return [f"{place} {self.spelling.assigns} {self.value(kind, scope)}"]

    def add(self, scope: Scope) -> list[str]:
        place, _ = self.place(INTEGER, scope)
        return self.let(scope) if place is None else [f"{place} += {self.value(INTEGER, scope)}"]

    def use(self, scope: Scope) -> list[str]:
        return [self.alone(self.one_of(self.kinds), scope)]

    def print_(self, scope: Scope) -> list[str]:
        value = self.value(self.one_of([*self.kinds, INTEGER, STRING]), scope)
        return [f'print("{{{value}}}").await' if self.choose(4) == 0 else f"print({value}).await"]

    def wait(self, scope: Scope) -> list[str]:
        thunks = [name for name, kind in scope.variables if kind == THUNK]
        return [f"{self.one_of(thunks)}.await"] if thunks else self.print_(scope)

    def branch(self, scope: Scope) -> list[str]:
        lines = [f"if {self.condition(scope)} {{", *self.block(scope.inner())]
        if self.choose(2):
            lines += ["} else {", *self.block(scope.inner())]
        return [*lines, "}"]

    def counted(self, scope: Scope) -> list[str]:
        """A loop that counts to at most three; its counter is nobody else's."""
        counter = self.name("n")
        body = self.block(scope.inner(in_loop=True))
        start = self.spelling.counter(counter)
        return [start, f"while {counter} < {1 + self.choose(3)} {{", f"    {counter} += 1", *body, "}"]

    def endless(self, scope: Scope) -> list[str]:
        """A loop that is left at its end, with a value or without; where nothing else leaves it, by a return."""
        inner = scope.inner(in_loop=True)
        body = self.block(inner)
        if not self.spelling.breaks:
            return ["loop {", *body, f"    {self.returned(inner)}", "}"]
        if self.choose(2):
            return ["loop {", *body, "    break", "}"]
        kind = self.one_of(self.kinds)
        name, value = self.name("v"), self.value(kind, inner)
        scope.variables.append((name, kind))
        return [f"let {name} = loop {{", *body, f"    break {value}", "}"]

    def section(self, scope: Scope) -> list[str]:
        """An atomic section, or a bare block, which is no scope."""
        if self.choose(2):
            return ["atomic {", *self.block(scope.inner(in_atomic=True)), "}"]
        inner = scope.inner()
        lines = ["{", *self.block(inner), "}"]
        scope.variables[:] = inner.variables
        return lines if self.spelling.bare_blocks else lines[1:-1]

    def leave(self, scope: Scope) -> list[str]:
        return [f"if {self.condition(scope)} {{", "    break", "}"]

    def give_back(self, scope: Scope) -> list[str]:
        return [f"if {self.condition(scope)} {{", f"    {self.returned(scope)}", "}"]

    def returned(self, scope: Scope) -> str:
        return "return" if scope.returns is None else f"return {self.value(scope.returns, scope)}"

    # ------------------------------------------------------------ expressions

    def condition(self, scope: Scope) -> str:
        if self.seldom(SLIP):
            return self.value(INTEGER, scope.inner())
        if self.inputs and self.choose(3):
            return self.asked(self.one_of(list(self.inputs)))
        operator = self.one_of(["<", "<", "==", ">=", ">", "<="])
        return self.one_of(["true", "false", f"{self.value(INTEGER, scope.inner())} {operator} {self.choose(4)}"])

    def asked(self, name: str) -> str:
        """A condition on something unknown."""
        if self.inputs[name] is TRUTHS:
            return name
        more, operator = self.one_of(["", "", f" + {self.choose(6)}"]), self.one_of(["<", "==", ">=", ">", "<="])
        return f"{name}{more} {operator} {self.choose(10)}"

    def alone(self, kind: str, scope: Scope) -> str:
        """A value that stands on a line of its own, and does not go on with the line above."""
        value = self.value(kind, scope)
        return self.simple(kind, scope) if value.startswith(("(", "-")) else value

    def value(self, kind: str, scope: Scope) -> str:
        """An expression that yields something of the kind, if all goes well."""
        place, _ = self.place(kind, scope)
        if self.seldom(SLIP):
            return self.one_of(
                slips(kind, place, has_elements=bool(self.spelling.tuples) and self.spelling.tuple_indices)
            )
        if place is not None and (kind == THUNK or self.choose(4)):
            return place + self.one_of(self.spelling.accesses)
        if kind in (INTEGER, STRING) or scope.depth <= 0:
            return self.simple(kind, scope)
        return self.one_of([self.simple, self.simple, self.called, self.chosen, self.treated])(kind, scope)

    def simple(self, kind: str, scope: Scope) -> str:
        if kind == INTEGER:
            return self.number(scope)
        if kind == STRING:
            part = self.value(self.one_of([*self.kinds, INTEGER]), scope.inner()) if scope.depth > 0 else "1"
            return f'"{{{part}}}"'
        if kind == THUNK:
            return self.called(THUNK, scope)
        inner = scope.inner()
        if scope.depth <= 0:
            known = {PAIR: ["D(1)", "D(2)"], TUPLE: ["D(1)", "P(D(2), D(3))"], BARE: [], HOLDER: ["E()"]}
            arguments = known.get(kind, [str(self.choose(10))])
        else:
            arguments = [self.value(field_kind, inner) for field_kind in FIELDS[kind].values()]
        if kind != TUPLE:
            arguments = self.labelled(list(FIELDS[kind]), arguments)
        return f"{'' if kind == TUPLE else kind}({', '.join(arguments)})"

    def number(self, scope: Scope) -> str:
        """A number, now and then computed."""
        digit = str(self.choose(10))
        if scope.depth <= 0 or not self.seldom(6):
            return digit
        return f"{digit} {self.one_of(['+', '*', '-'])} {self.value(INTEGER, scope.inner())}"

    def labelled(self, names: Sequence[str], arguments: Sequence[str]) -> list[str]:
        """Arguments, now and then those at the end with their labels."""
        first = self.choose(len(names)) if names and self.seldom(8) else len(names)
        return [f"{names[n]}: {one}" if n >= first else one for n, one in enumerate(arguments)]

    def called(self, kind: str, scope: Scope) -> str:
        """A call of a function that yields the kind (where it may be awaited, if it must be)."""
        if kind == THUNK:
            fitting = [made for made in self.functions if made.is_async]
        else:
            may_wait = scope.is_async and not scope.in_atomic
            fitting = [made for made in self.functions if made.returns == kind and (may_wait or not made.is_async)]
        if not fitting:
            return self.simple(kind, scope)
        if kind == THUNK and self.seldom(4):
            return f"print({self.value(self.one_of(self.kinds), scope.inner())})"
        made = self.one_of(fitting)
        return self.call(made, scope) if kind != THUNK else self.call(made, scope).removesuffix(".await")

    def call(self, made: Function, scope: Scope, *first: str) -> str:
        """A call, awaited if it must be, with such arguments to begin with; now and then by a function that is handed
        the function."""
        arguments = [*first, *(self.value(kind, scope.inner()) for _, kind in made.parameters)]
        awaited = ".await" if made.is_async else ""
        if len(arguments) == 1 and self.seldom(8):
            self.applies = True
            return f"apply({made.name}, {arguments[0]}){awaited}"
        names = [name for name, _ in made.parameters]
        return f"{made.name}({', '.join(arguments if first else self.labelled(names, arguments))}){awaited}"

    def chosen(self, kind: str, scope: Scope) -> str:
        inner = scope.inner()
        condition = self.condition(inner)
        return f"if {condition} {{ {self.value(kind, inner)} }} else {{ {self.value(kind, inner)} }}"

    def treated(self, kind: str, scope: Scope) -> str:
        """An operation on what is no place."""
        whole = f"({self.simple(kind, scope.inner())})"
        return whole + self.one_of([access for access in self.spelling.accesses if access])

    def place(self, kind: str, scope: Scope) -> tuple[str | None, str]:
        """A place of the kind: a variable, or a field of one."""
        everything = [found for name, known in scope.variables for found in self.paths(name, known)]
        found = [path for path, its_kind in everything if its_kind == kind]
        return (self.one_of(found), kind) if found else (None, kind)

    def paths(self, name: str, kind: str) -> list[tuple[str, str]]:
        """A variable and everything inside it, each with its kind."""
        fields = FIELDS.get(kind, {}) if kind != TUPLE or self.spelling.tuple_indices else {}
        inside = [found for field_name, its in fields.items() for found in self.paths(f"{name}.{field_name}", its)]
        return [(name, kind), *inside]


def write(choose: Choose, dialect: str, conditions: int = 0, numbers: int = 0, objects: int = 0) -> Program:
    """A program made of the choices; so much in it is unknown."""
    writer = Writer(choose, SPELLINGS[dialect])
    text, unknown = writer.program(conditions, numbers, objects)
    return Program(text, dialect, writer.inputs, unknown)


def seeded(seed: int, dialect: str = "v3", conditions: int = 0, numbers: int = 0, objects: int = 0) -> Program:
    """The program of a seed; the same one each time."""
    return write(random.Random(seed).randrange, dialect, conditions, numbers, objects)


KNOWN = (0, 0, 0)
SHAPES = (KNOWN, KNOWN, (2, 0, 0), KNOWN, (0, 1, 0), (3, 0, 0), KNOWN, KNOWN, (1, 0, 1), (1, 0, 2))
"""How many conditions, numbers and objects are unknown in every ten programs of a dialect."""


def numbered(number: int) -> Program:
    """The program of a number, which says all: its dialect, what is unknown in it, and what was chosen for it."""
    round_, position = divmod(number, len(SPELLINGS))
    return seeded(number, list(SPELLINGS)[position], *SHAPES[round_ % len(SHAPES)])


@st.composite
def programs(draw: st.DrawFn, dialect: str = "v3", conditions: int = 0, numbers: int = 0, objects: int = 0) -> Program:
    """Programs for hypothesis, which prefers the first of the options where it shrinks."""

    def choose(below: int) -> int:
        return draw(st.integers(0, below - 1))

    return write(choose, dialect, conditions, numbers, objects)
