"""What a specifier makes of the value that it receives: reference §D.9, for every specifier, permission and binding."""

from __future__ import annotations

from itertools import product

import pytest
from dada.tables import table
from dada.told import after, analyse, check, held, row

from leaselens.diagnostics import Role

# The columns are what the initialiser holds. "T": a tenant of it.
# R-17o: an owned value is required, R-17u: a unique one.
CONVERSIONS = """
specifier | my          | our   | leased   | shleased
my        | my -> given | R-17u | R-17o    | R-17o
our       | our -> given | our  | R-17o    | R-17o
leased    | leased T    | R-17u | leased T | R-17u
shleased  | shared T    | our   | shared T | shared
any       | my -> given | our   | leased T | shared
"""
CELLS = table(CONVERSIONS)
SPECIFIERS = ("my", "our", "leased", "shleased", "any")
PERMISSIONS = ("my", "our", "leased", "shleased")

MAKING = {
    "my": "let x = D(1)",
    "our": "let o = D(1)\nlet x: our = o",
    "leased": "let o = D(1)\nlet x: leased = o",
    "shleased": "let o = D(1)\nlet x: shleased = o",
}
COMPUTED = {"my": "D(1)", "our": "D(1).share", "leased": "o.lease", "shleased": "o.shlease"}
"""Initialisers that are no places."""

# Where a value is received: the program after the initialiser is made, and what holds the value then.
BINDINGS = {
    "variable": ("let r: {S} = {E}", "r", "let r: {S} = {E}"),
    "parameter": ("fn f(r: {S}) { 0 }\nf({E})", "r", "0"),
    "field": ("class C(r: {S})\nlet c = C({E})", "c.r", "let c = C({E})"),
}
RECEPTIONS = [
    (dialect, binding, specifier, permission)
    for dialect, specifiers in (("d2", SPECIFIERS), ("d3", ("mutable", *SPECIFIERS)))
    for binding, specifier, permission in product(BINDINGS, specifiers, PERMISSIONS)
]


def program(binding: str, specifier: str, expression: str, making: str) -> tuple[str, str, str]:
    """A program, the place that receives, and the statement after which it does."""
    use, place, statement = (s.replace("{S}", specifier).replace("{E}", expression) for s in BINDINGS[binding])
    return f"class D(x)\n{making}\n{use}\n", place, statement


def cell(specifier: str, permission: str) -> str:
    return CELLS["leased" if specifier == "mutable" else specifier, permission]


def spelled(permission: str, dialect: str) -> str:
    """How a dialect says a permission."""
    return "mutable" if permission == "leased" and dialect == "d3" else permission


def assert_refused(text: str, dialect: str, cell: str, specifier: str, expression: str, permission: str) -> None:
    """R-17 at the initialiser says what it is, and at the specifier what that requires."""
    got, need, wants = {"o": ("leased", "owned", "owned values"), "u": ("shared", "unique", "unique access")}[cell[-1]]
    analysis = analyse(text, dialect)
    assert [diagnostic.code for diagnostic in analysis.diagnostics] == ["DADA-R17"]
    found = analysis.diagnostics[0]
    assert found.message == "more permissions needed"
    assert text[found.span.start : found.span.end] == expression
    assert found.label == f"this value is `{spelled(permission, dialect)}`, which is {got}, not {need}"
    declared = [related for related in found.related if related.role is Role.DECLARED]
    assert [(r.message, text[r.span.start : r.span.end]) for r in declared] == [
        (f"`{specifier}` requires {wants}", specifier)
    ]


@pytest.mark.parametrize(("dialect", "binding", "specifier", "permission"), RECEPTIONS)
def test_a_place(dialect: str, binding: str, specifier: str, permission: str) -> None:
    text, place, statement = program(binding, specifier, "x", MAKING[permission])
    expected = cell(specifier, permission)
    if expected.startswith("R-17"):
        assert_refused(text, dialect, expected, specifier, "x", permission)
        return
    picture = after(check(text, dialect), statement)
    result = row(picture, place)
    assert held(result) == expected.split(" ")[0]
    caller = next(r for r in picture.frames[0].rows if r.name == "x")
    assert held(caller) == (expected.partition(" -> ")[2] or held_as(permission))
    assert caller.leased_out is expected.endswith(" T")


def held_as(permission: str) -> str:
    return "shared" if permission == "shleased" else permission


@pytest.mark.parametrize(("dialect", "binding", "specifier", "permission"), RECEPTIONS)
def test_a_computed_value(dialect: str, binding: str, specifier: str, permission: str) -> None:
    """It goes into a hidden variable first, which lives as long as the scope, or for arguments as long as the call."""
    text, place, statement = program(binding, specifier, COMPUTED[permission], "let o = D(1)")
    expected = cell(specifier, permission)
    if expected.startswith("R-17"):
        assert_refused(text, dialect, expected, specifier, COMPUTED[permission], permission)
        return
    result = row(after(check(text, dialect), statement), place)
    outlived = binding == "field" and permission == "my" and expected.endswith(" T")
    assert held(result) == ("expired" if outlived else expected.split(" ")[0])


def test_every_cell_is_there() -> None:
    assert set(CELLS) == set(product(SPECIFIERS, PERMISSIONS))


# ---------------------------------------------------------------- what D2 does without a specifier

UNANNOTATED = """
initialiser | my            | our    | leased        | shleased
x           | shared -> my  | our    | shared        | shared
x.give      | my -> given   | our    | leased        | shared
x.share     | our -> given  | our    | shared        | shared
x.lease     | leased -> my  | our    | leased        | shared
x.shlease   | shared -> my  | our    | shared        | shared
"""


@pytest.mark.parametrize("dialect", ["d2", "d3"])
@pytest.mark.parametrize(("initialiser", "permission", "expected"), [(*k, v) for k, v in table(UNANNOTATED).items()])
def test_an_operation_that_is_written(initialiser: str, permission: str, expected: str, dialect: str) -> None:
    """``.share`` of what is owned alone gives it, in these dialects; bare places share as in V3."""
    statement = f"let r = {initialiser}"
    text = f"class D(x)\n{MAKING[permission]}\n{statement}\n"
    picture = after(check(text, dialect), statement)
    result, _, left = expected.partition(" -> ")
    assert held(row(picture, "r")) == result
    assert held(row(picture, "x")) == (left or held_as(permission))


@pytest.mark.parametrize(("written", "meant"), [("x.ref", "x.share"), ("x.mut", "x.lease")])
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_the_words_of_the_third_dialect(written: str, meant: str, permission: str) -> None:
    first, second = (
        after(check(f"class D(x)\n{MAKING[permission]}\nlet r = {word}\n", "d3"), f"let r = {word}")
        for word in (written, meant)
    )
    assert [held(row(first, name)) for name in "rx"] == [held(row(second, name)) for name in "rx"]


def test_printing_shares() -> None:
    check('class D(x)\nlet x = D(1)\nlet q: my = D(2)\nprint(x).await\nprint("{x}").await\nprint(x).await\n', "d2")


def test_a_hidden_owner_dies_with_its_scope() -> None:
    """``let x: leased = Point(1, 2)`` leases a hidden owner."""
    check(
        """
class D(x)
let l: leased = D(1)
l.x = 2
if true {
    let k: leased = D(3)
    l = k.lease
}
print(l).await  #! R-2 `l`; issued `k`; ended `}`
""",
        "d2",
    )


def test_a_hidden_owner_can_be_leased_jointly() -> None:
    """V2's unannotated ``x = Point(1, 2)`` was read-only for this reason."""
    check("class D(x)\nlet s: shleased = D(1)\nprint(s).await\ns.x = 2  #! R-9 `2`; issued `D(1)`\n", "d2")
