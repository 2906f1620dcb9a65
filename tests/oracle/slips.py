"""Mistakes that are no matter of leases: what random programs now and then say by a slip, one for each run-time rule.

The rules of leases (R-2, R-9, R-17, R-18) are broken often enough by programs that are put together at random.
"""

from __future__ import annotations

from collections.abc import Sequence

from oracle.kinds import DATUM, INTEGER, PAIR, STRING, TUPLE

FIRM = (
    "nobody",  # R-1, as far as the run comes: a compiler finds it before
    "0 - 1",
    "18446744073709551615 + 1",
    "3 / 0",
    "(-9223372036854775807_i - 1_i) / (-1_i)",
    "true < 2",
    '"" + 1',
    "D",  # a class, which is none of the kinds that are asked for
    "D()",
    "D(1, 2)",
    "D(y: 1)",
    "print()",
    "print(text: 1)",
    "1(2)",
    "true()",
    "D(1).z",
    "D(1).x.y",
    "D(1).await",  # R-14, or what a compiler says where nothing may be awaited
    "(7).await",
)
"""Expressions that are wrong by themselves, or where almost anything is expected."""

FITTING = {
    DATUM: ("P({}, {}.give)", "{}.y", "{}.await", "{}()", "{} + 1", "-{}"),
    PAIR: ("D({}.a, {}.a.give)", "P({}, {}.give)", "P({}.a, {}.b.x)"),
    INTEGER: ("{}.x", "{}()", "{}.await", "{} / 0", "0 - {} - 1", "-{} - 9223372036854775807_i"),
    TUPLE: ("{}.7", "{}.x", "{} == {}"),
    STRING: ("{} + {}", "{} < {}"),
}
"""Expressions that are wrong with a place of a kind."""


def slips(kind: str, place: str | None, *, has_elements: bool) -> Sequence[str]:
    """What may be said by a slip, where there is such a place; ``has_elements``: in a dialect that counts those of
    tuples (R-6)."""
    fitting = FITTING.get(kind, ()) if place is not None else ()
    elements = ["(1, 2).7", "(1, 2).x"] if has_elements else []
    return [*FIRM, *elements, *(form.replace("{}", place or "") for form in fitting)]
