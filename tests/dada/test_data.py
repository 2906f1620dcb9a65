"""Operators and printing: reference §D.13."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from dada.tables import table
from dada.told import analyse, check, printed
from hypothesis import given
from hypothesis import strategies as st

LITERALS = {
    "int": "7",
    "uint": "7_u",
    "sint": "7_i",
    "float": "7.5",
    "bool": "true",
    "string": '"a"',
    "unit": "()",
    "instance": "D(1)",
    "tuple": "(1, 2)",
    "thunk": "show(1)",
    "class": "D",
    "function": "show",
}

# What an operator makes of its operands; "-": R-19. Whatever is not in the table is R-19 too.
OPERATORS = """
operands      | == | >= | <= | < | > | + | - | * | /
int int       | true | true | true | false | false | 14 | 0 | 49 | 1
int uint      | true | true | true | false | false | 14_u | 0_u | 49_u | 1_u
uint int      | true | true | true | false | false | 14_u | 0_u | 49_u | 1_u
uint uint     | true | true | true | false | false | 14_u | 0_u | 49_u | 1_u
int sint      | true | true | true | false | false | 14_i | 0_i | 49_i | 1_i
sint int      | true | true | true | false | false | 14_i | 0_i | 49_i | 1_i
sint sint     | true | true | true | false | false | 14_i | 0_i | 49_i | 1_i
float float   | true | true | true | false | false | 15 | 0 | 56.25 | 1
bool bool     | true | true | true | - | - | - | - | - | -
string string | true | true | true | - | - | - | - | - | -
unit unit     | true | true | true | - | - | - | - | - | -
"""
SUPPORTED = table(OPERATORS)
SYMBOLS = ("==", ">=", "<=", "<", ">", "+", "-", "*", "/")
KINDS = {
    "int": "an integer",
    "uint": "an unsigned integer",
    "sint": "a signed integer",
    "float": "a float",
    "bool": "a boolean",
    "string": "a string",
    "unit": "nothing",
    "instance": "an instance of `D`",
    "tuple": "a tuple",
    "thunk": "a suspended call to `show`",
    "class": "a class",
    "function": "a function",
}
HEAD = "class D(x)\nasync fn show(x) { print(x).await }\n"


@pytest.mark.parametrize("left", LITERALS)
def test_operators(left: str) -> None:
    for symbol in SYMBOLS:
        for right in LITERALS:
            expected = SUPPORTED.get((f"{left} {right}", symbol), "-")
            operation = f"{LITERALS[left]} {symbol} {LITERALS[right]}"
            if expected != "-":
                assert printed(check(f"{HEAD}print({operation}).await")) == f"{expected}\n"
                continue
            analysis = check(f"{HEAD}{operation}  #! R-19 `{operation}`")
            message = f"cannot apply operator {symbol} to {KINDS[left]} and {KINDS[right]}"
            assert [d.message for d in analysis.diagnostics] == [message]


@pytest.mark.parametrize("kind", LITERALS)
def test_minus(kind: str) -> None:
    operation = f"- {LITERALS[kind]}"
    if kind in ("int", "sint"):
        assert printed(check(f"{HEAD}print({operation}).await")) == "-7_i\n"
    else:
        analysis = check(f"{HEAD}{operation}  #! R-19 `{operation}`")
        assert [d.message for d in analysis.diagnostics] == [f"cannot apply operator - to {KINDS[kind]}"]


U64, I64 = 2**64 - 1, 2**63 - 1


@pytest.mark.parametrize(
    ("operation", "rule"),
    [
        (f"{U64} + 1", "R-20"),
        ("0 - 1", "R-20"),
        ("0_u - 1", "R-20"),
        (f"{I64}_i + 1", "R-20"),
        (f"- {I64} - 2", "R-20"),
        (f"{I64 + 1} + 0_i", "R-20"),
        (f"0_i + {I64 + 1}", "R-20"),
        (f"- {I64 + 1}", "R-20"),
        (f"{2**32} * {2**32}", "R-20"),
        ("1 / 0", "R-21"),
        ("1_u / 0", "R-21"),
        ("1_i / 0_i", "R-21"),
        (f"(- {I64} - 1) / (- 1)", "R-22"),
    ],
)
def test_arithmetic_that_fails(operation: str, rule: str) -> None:
    check(f"{operation}  #! {rule} `{operation}`")


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (f"{U64}", f"{U64}"),
        (f"{U64}_u", f"{U64}_u"),
        (f"- {I64}", f"-{I64}_i"),
        (f"- {I64} - 1", f"-{I64 + 1}_i"),
        ("7 / 2", "3"),
        ("- 7 / 2", "-3_i"),
        ("7_i / (- 2)", "-3_i"),
        ("- (- 7)", "7_i"),
        ("1_000", "1000"),
        ("2 + 3 * 4", "14"),
        ("2 - 3_i", "-1_i"),
        ('"a" == "b"', "false"),
        ('"a" <= "b"', "true"),
        ("true >= false", "true"),
        ("1.5 < 2.0", "true"),
        ("true", "true"),
        ("()", "()"),
        ("D", "D"),
        ("show", "show"),
        ("print", "print"),
        ("D(1)", "D(1)"),
        ('D("text")', "D(text)"),
        ("(1, D(2), ())", "(1, D(2), ())"),
        ("show(D(1))", "show(D(1))"),
        ("D(D(D(1)))", "D(D(D(1)))"),
    ],
)
def test_printed_forms(operation: str, expected: str) -> None:
    assert printed(check(f"{HEAD}print({operation}).await")) == f"{expected}\n"


def test_what_has_ended_is_printed_as_expired_without_an_error() -> None:
    text = """
class P(a, b)
let p = P(P(1, 2), 3)
let l = p.lease
let q = P(l.lease, 0)
print("{p}").await
print(q).await
let moved = p.a.give
print(p).await
let later = print(moved)
moved.a = 4
later.await
"""
    assert printed(check(text)) == "P(P(1, 2), 3)\nP((expired), 0)\nP((expired), 3)\n(expired)\n"


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("1.0", "1"),
        ("1.50", "1.5"),
        ("0.1", "0.1"),
        ("1_1.2_2", "11.22"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("0.0000001", "0.0000001"),
        ("100000000000000000000000.0", "100000000000000000000000"),
        ("123456789012345680.0", "123456789012345680"),
        ("0.0 * (0.0 - 1.0)", "-0"),
        ("1.0 / 0.0", "inf"),
        ("(0.0 - 1.0) / 0.0", "-inf"),
        ("1.0 / (0.0 * (0.0 - 1.0))", "-inf"),
        ("0.0 / 0.0", "NaN"),
        ("0.0 / 0.0 == 0.0 / 0.0", "false"),
    ],
)
def test_floats_as_rust_prints_them(literal: str, expected: str) -> None:
    assert printed(check(f"print({literal}).await")) == f"{expected}\n"


def spelled(value: float) -> str:
    """A float as Dada writes it: no exponent, digits on both sides of the point."""
    digits = format(Decimal(repr(value)), "f")
    return digits if "." in digits else f"{digits}.0"


@given(st.floats(min_value=0.0, allow_infinity=False))
def test_a_printed_float_is_the_shortest_that_reads_back(value: float) -> None:
    """Rust prints the shortest digits that mean the number, without an exponent and without a trailing ``.0``."""
    text = printed(analyse(f"print({spelled(value)}).await"))
    assert re.fullmatch(r"\d+(\.\d*[1-9])?\n", text)
    assert float(text) == value
    assert Decimal(text.strip()) == Decimal(repr(value))


def test_operators_make_no_access() -> None:
    """Operands are shared first; that alone is the access (point 26 of §H)."""
    check(
        """
class D(x)
let p = D(1)
let l = p.lease
let ok = p.x == 1
print(l).await  #! R-2 `l`; issued `p`; ended `p.x`
"""
    )
