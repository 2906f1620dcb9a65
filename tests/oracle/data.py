"""Plain data: operators and the printed form (reference §D.13)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from oracle.objects import (
    ClassObject,
    Fault,
    FunctionObject,
    Instance,
    Integer,
    Number,
    Object,
    Plain,
    Slot,
    Thunk,
    TupleObject,
    Value,
    Where,
    kind,
)

U64, I64 = 2**64, 2**63
RANGES = {Number.INT: range(U64), Number.UINT: range(U64), Number.SINT: range(-I64, I64)}

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
ARITHMETIC: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def apply(symbol: str, left: Object, right: Object, at: Where) -> Object:
    """``left symbol right``."""
    match left, right:
        case Integer(), Integer() if {left.number, right.number} != {Number.UINT, Number.SINT}:
            return _integers(symbol, left, right, at)
        case Plain(value=float() as a), Plain(value=float() as b):
            return Plain(COMPARISONS[symbol](a, b) if symbol in COMPARISONS else _float(symbol, a, b))
        case Plain(value=a), Plain(value=b) if symbol in ("==", "<=", ">=") and type(a) is type(b):
            return Plain(_ordered(symbol, a, b))
    raise Fault("R-19", f"cannot apply operator {symbol} to {kind(left)} and {kind(right)}", at)


def negate(operand: Object, at: Where) -> Object:
    """Unary ``-``."""
    match operand:
        case Integer(number=Number.INT | Number.SINT):
            return _checked(Number.SINT, -_fitting(Number.SINT, operand.value, at), at)
    raise Fault("R-19", f"cannot apply operator - to {kind(operand)}", at)


def _ordered(symbol: str, a: object, b: object) -> bool:
    """Units are equal; of booleans, false is less; strings compare by their bytes."""
    if a is None or b is None:
        return True
    if isinstance(a, str) and isinstance(b, str):
        left, right = a.encode(), b.encode()
        return {"==": left == right, "<=": left <= right, ">=": left >= right}[symbol]
    assert isinstance(a, bool)
    assert isinstance(b, bool)
    return COMPARISONS[symbol](a, b)


def _integers(symbol: str, left: Integer, right: Integer, at: Where) -> Object:
    number = next((side.number for side in (left, right) if side.number is not Number.INT), Number.INT)
    a, b = (_fitting(number, side.value, at) for side in (left, right))
    if symbol in COMPARISONS:
        return Plain(COMPARISONS[symbol](a, b))
    if symbol != "/":
        return _checked(number, ARITHMETIC[symbol](a, b), at)
    if b == 0:
        raise Fault("R-21", "divide by zero", at)
    if number is Number.SINT and (a, b) == (-I64, -1):
        raise Fault("R-22", "signed division overflow", at)
    quotient = abs(a) // abs(b)
    return Integer(number, quotient if (a < 0) == (b < 0) else -quotient)


def _fitting(number: Number, value: int, at: Where) -> int:
    if value not in RANGES[number]:
        raise Fault("R-20", "overflow", at)
    return value


def _checked(number: Number, value: int, at: Where) -> Integer:
    return Integer(number, _fitting(number, value, at))


def _float(symbol: str, a: float, b: float) -> float:
    match symbol:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _ if b != 0:
            return a / b
        case _ if a == 0 or math.isnan(a):
            return math.nan
        case _:
            return math.copysign(math.inf, a) * math.copysign(1.0, b)


def printed(value: Value | None, words: Mapping[str, str] | None = None) -> str:
    """What ``print`` shows of a value; ``words`` for permissions make it D1's and V2's form."""
    if value is None or value.permission.expired is not None:
        return "(expired)"
    match value.object:
        case Integer(number=number, value=whole):
            return f"{whole}{ {Number.INT: '', Number.UINT: '_u', Number.SINT: '_i'}[number] }"
        case Plain(value=plain):
            return _plain(plain)
        case ClassObject(declared=declared) | FunctionObject(declared=declared):
            return declared.name.text if declared else "print"
    text = _compound(value.object, words)
    space = "" if isinstance(value.object, TupleObject) else " "
    return f"{words[value.permission.word]}{space}{text}" if words is not None else text


def _compound(thing: Object, words: Mapping[str, str] | None) -> str:
    def listed(slots: list[Slot]) -> str:
        return ", ".join(printed(slot.value, words) for slot in slots)

    match thing:
        case Instance(declared=declared, fields=fields):
            return f"{declared.name.text}({listed(fields)})"
        case TupleObject(elements=elements):
            return f"({listed(elements)})"
        case Thunk(function=function, arguments=arguments):
            return f"{function.name.text if function else 'print'}({listed(arguments)})"
    raise AssertionError(thing)


def _plain(plain: bool | float | str | None) -> str:
    if plain is None:
        return "()"
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, str):
        return plain
    if math.isnan(plain):
        return "NaN"
    if math.isinf(plain):
        return "inf" if plain > 0 else "-inf"
    return _rust_float(plain)


def _rust_float(number: float) -> str:
    """All digits, never an exponent, and no ``.0`` (Rust's ``{}``)."""
    text = format(number, "f") if number == int(number) else repr(number)
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{number:.{len(mantissa.partition('.')[2]) - int(exponent)}f}"
    return text.removesuffix(".000000")
