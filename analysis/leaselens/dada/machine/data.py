"""Plain data: literals, arithmetic, printing (reference §D.13); and data that is not known.

Plain data is immutable and always ``our``; no rule about permissions ever ends it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from leaselens.dada import budgets

U64_MAX: Final = 2**64 - 1
I64_MIN: Final = -(2**63)
I64_MAX: Final = 2**63 - 1


class Kind(Enum):
    """What plain data is; the value is how messages call it."""

    BOOLEAN = "a boolean"
    INTEGER = "an integer"
    UNSIGNED = "an unsigned integer"
    SIGNED = "a signed integer"
    FLOAT = "a float"
    STRING = "a string"
    UNIT = "nothing"


@dataclass(frozen=True, slots=True)
class Known:
    """Data that the analysis knows. ``value`` is a bool, int, float, str or ``None`` (unit)."""

    kind: Kind
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Data that is not known. ``term`` tells where it comes from, so that the same question has the same answer:
    ``("input", name)``, or an operator and its operands. ``None``: forgotten, or not to be reasoned about."""

    term: tuple[object, ...] | None = None


Data = Known | Unknown

Operand = Data | None
"""What an operator is applied to; ``None``: something that no operator applies to, such as an instance."""


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class used as a value; ``key`` is its item."""

    key: str


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function used as a value; ``key`` is its item."""

    key: str


@dataclass(frozen=True, slots=True)
class PrintValue:
    """The intrinsic ``print`` used as a value."""


Constant = ClassValue | FunctionValue | PrintValue

UNIT: Final = Known(Kind.UNIT, None)
FORGOTTEN: Final = Unknown()


class Unsupported(Exception):
    """The operator does not apply to these kinds (R-19)."""


class Overflow(Exception):
    """R-20."""


class DivisionByZero(Exception):
    """R-21."""


class SignedDivisionOverflow(Exception):
    """R-22."""


# ---------------------------------------------------------------- operators

_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "==": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_SAME_KIND_ONLY: Final = (Kind.BOOLEAN, Kind.STRING, Kind.UNIT)


def compute(operator: str, left: Operand, right: Operand) -> Data:
    """``left operator right``. Raises the faults above; unknown operands never raise (design, "World")."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _unknown_result(operator, left, right)
    if left is None or right is None:
        raise Unsupported
    if left.kind in _SAME_KIND_ONLY or right.kind in _SAME_KIND_ONLY:
        return _compare_same_kind(operator, left, right)
    if Kind.FLOAT in (left.kind, right.kind):
        return _compute_floats(operator, left, right)
    return _compute_integers(operator, left, right)


def _unknown_result(operator: str, left: Operand, right: Operand) -> Data:
    if _is_forgotten(left) or _is_forgotten(right) or _size(left) + _size(right) >= budgets.TERM:
        return FORGOTTEN
    return Unknown((operator, left, right))


def _is_forgotten(operand: Operand) -> bool:
    return operand is None or (isinstance(operand, Unknown) and operand.term is None)


def _size(operand: object) -> int:
    """How many operators a term has."""
    if not isinstance(operand, Unknown) or operand.term is None or operand.term[:1] == ("input",):
        return 0
    return 1 + sum(_size(part) for part in operand.term[1:])


def _compare_same_kind(operator: str, left: Known, right: Known) -> Known:
    if left.kind is not right.kind or operator not in ("==", ">=", "<="):
        raise Unsupported
    if left.kind is Kind.UNIT:
        return Known(Kind.BOOLEAN, True)
    return Known(Kind.BOOLEAN, _COMPARE[operator](left.value, right.value))  # type: ignore[arg-type]


def _compute_floats(operator: str, left: Known, right: Known) -> Known:
    if left.kind is not right.kind:
        raise Unsupported
    a, b = left.value, right.value
    assert isinstance(a, float)
    assert isinstance(b, float)
    if operator in _COMPARE:
        return Known(Kind.BOOLEAN, _COMPARE[operator](a, b))
    return Known(Kind.FLOAT, _float(operator, a, b))


def _float(operator: str, a: float, b: float) -> float:
    """IEEE arithmetic: Python raises where the standard has an infinity or a NaN."""
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    if b == 0.0:
        return math.nan if a == 0.0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)
    return a / b


def _compute_integers(operator: str, left: Known, right: Known) -> Known:
    kind = _integer_kind(left.kind, right.kind)
    a, b = left.value, right.value
    assert isinstance(a, int)
    assert isinstance(b, int)
    if kind is Kind.SIGNED and not (I64_MIN <= a <= I64_MAX and I64_MIN <= b <= I64_MAX):
        raise Overflow
    if operator in _COMPARE:
        return Known(Kind.BOOLEAN, _COMPARE[operator](a, b))
    return Known(kind, _fit(kind, _integer(operator, a, b, kind)))


def _integer_kind(left: Kind, right: Kind) -> Kind:
    if left is right or right is Kind.INTEGER:
        return left
    if left is Kind.INTEGER:
        return right
    raise Unsupported


def _integer(operator: str, a: int, b: int, kind: Kind) -> int:
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    if b == 0:
        raise DivisionByZero
    if kind is Kind.SIGNED and a == I64_MIN and b == -1:
        raise SignedDivisionOverflow
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def _fit(kind: Kind, value: int) -> int:
    low, high = (I64_MIN, I64_MAX) if kind is Kind.SIGNED else (0, U64_MAX)
    if not low <= value <= high:
        raise Overflow
    return value


def negate(data: Operand) -> Data:
    """Unary minus: an int must fit the signed range before it is negated."""
    if isinstance(data, Unknown):
        return FORGOTTEN if data.term is None or _size(data) >= budgets.TERM else Unknown(("-", data))
    if data is None or data.kind not in (Kind.INTEGER, Kind.SIGNED):
        raise Unsupported
    assert isinstance(data.value, int)
    if data.value > I64_MAX:
        raise Overflow
    return Known(Kind.SIGNED, _fit(Kind.SIGNED, -data.value))


# ---------------------------------------------------------------- printing


def printed(data: Data) -> str:
    """The printed form; ``?`` for what is not known."""
    if isinstance(data, Unknown):
        return "?"
    if data.kind is Kind.BOOLEAN:
        return "true" if data.value else "false"
    if data.kind is Kind.UNIT:
        return "()"
    if isinstance(data.value, float):
        return _printed_float(data.value)
    suffix = {Kind.UNSIGNED: "_u", Kind.SIGNED: "_i"}.get(data.kind, "")
    return f"{data.value}{suffix}"


def _printed_float(value: float) -> str:
    """As Rust prints an f64: the shortest digits that mean it, never an exponent, no trailing ``.0``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return format(Decimal(repr(value)), "f").removesuffix(".0")
