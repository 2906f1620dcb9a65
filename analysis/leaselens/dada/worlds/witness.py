"""Whether the answers that a world has learned of its inputs can all be right.

Nobody proves anything here: some values are tried, those that the questions themselves mention and their neighbours. If
one of them gives all the answers, there is a run that goes this way. If none does, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from leaselens.dada import budgets
from leaselens.dada.machine import data
from leaselens.dada.machine.data import Kind, Known, Unknown

Term = tuple[object, ...]
Answer = tuple[Term, bool]

_ALWAYS = (Known(Kind.BOOLEAN, True), Known(Kind.BOOLEAN, False), Known(Kind.INTEGER, 0), Known(Kind.INTEGER, 1))


def has_witness(answers: Sequence[Answer]) -> bool:
    """Whether values of the inputs were found for which every question has its answer."""
    inputs = sorted({part for term, _ in answers for part in inputs_of(term)}, key=str)
    candidates = _candidates(answers)
    tries = islice(product(candidates, repeat=len(inputs)), budgets.WITNESSES)
    return any(_gives(dict(zip(inputs, values, strict=True)), answers) for values in tries)


def related(answers: Sequence[Answer], term: Term) -> list[Answer]:
    """The answers that have to do with a question: about its inputs, or about inputs that such answers share."""
    inputs, found = inputs_of(term), 0
    while True:
        close = [answer for answer in answers if inputs_of(answer[0]) & inputs]
        if len(close) == found:
            return close
        found = len(close)
        inputs = inputs.union(*(inputs_of(other) for other, _ in close))


def inputs_of(term: object) -> frozenset[Term]:
    """The inputs that a question is about."""
    if isinstance(term, Unknown):
        return inputs_of(term.term)
    if not isinstance(term, tuple):
        return frozenset()
    if term[:1] == ("input",):
        return frozenset({term})
    return frozenset[Term]().union(*map(inputs_of, term))


def _candidates(answers: Sequence[Answer]) -> list[Known]:
    """The data that the questions mention, the latest question first, each with its neighbours; and what all integers
    in the latest question come to together, as ``n - 1 - 1 == 0`` asks for."""
    mentioned = [known for term, _ in reversed(answers) for known in _mentioned(term)]
    latest = list(_mentioned(answers[-1][0]))
    total = sum(known.value for known in latest if known.kind is Kind.INTEGER and isinstance(known.value, int))
    around = (near for known in (*latest, Known(Kind.INTEGER, total), *mentioned) for near in _around(known))
    return list(dict.fromkeys([*around, *_ALWAYS]))


def _mentioned(term: object) -> Iterator[Known]:
    if isinstance(term, Known):
        yield term
    elif isinstance(term, Unknown):
        yield from _mentioned(term.term)
    elif isinstance(term, tuple):
        for part in term:
            yield from _mentioned(part)


def _around(known: Known) -> Iterable[Known]:
    value = known.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return (known,)
    return (known, Known(known.kind, value + 1), Known(known.kind, max(value - 1, 0)))


def _gives(values: Mapping[Term, Known], answers: Iterable[Answer]) -> bool:
    try:
        return all(_evaluate(term, values) == Known(Kind.BOOLEAN, answer) for term, answer in answers)
    except (data.Unsupported, data.Overflow, data.DivisionByZero, data.SignedDivisionOverflow):
        return False


def _evaluate(term: Term, values: Mapping[Term, Known]) -> data.Data:
    if term in values:
        return values[term]
    operator, *operands = term
    known = [_evaluate(o.term, values) if isinstance(o, Unknown) and o.term is not None else o for o in operands]
    assert isinstance(operator, str)
    if len(known) == 1:
        return data.negate(known[0])  # type: ignore[arg-type]  # operands of a term are data
    return data.compute(operator, known[0], known[1])  # type: ignore[arg-type]
