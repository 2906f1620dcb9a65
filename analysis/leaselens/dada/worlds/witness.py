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
    """The data that the questions mention, the latest question first, and what their integers come to together; each
    with its neighbours."""
    terms = [term for term, _ in reversed(answers)]
    latest = [*_mentioned(terms[0]), *_sums(terms[0])]
    mentioned = [known for term in terms for known in _mentioned(term)]
    sums = [known for term in terms for known in _sums(term)]
    return list(dict.fromkeys([*_near(latest), *_near(mentioned), *_ALWAYS, *_near(sums)]))


def _sums(term: Term) -> Iterator[Known]:
    """What the integers of a question come to together, added or taken away: ``n - 1 - 1 == 0`` asks for that, and
    ``n + 3 <= 2``."""
    integers = [known.value for known in _mentioned(term) if known.kind is Kind.INTEGER]
    values = [value for value in integers if isinstance(value, int)][: budgets.SUMMANDS]
    for signs in product((1, -1), repeat=len(values)):
        yield _integer(sum(sign * value for sign, value in zip(signs, values, strict=True)))


def _integer(value: int) -> Known:
    """A plain integer, or a negative one."""
    return Known(Kind.INTEGER if value >= 0 else Kind.SIGNED, value)


def _mentioned(term: object) -> Iterator[Known]:
    if isinstance(term, Known):
        yield term
    elif isinstance(term, Unknown):
        yield from _mentioned(term.term)
    elif isinstance(term, tuple):
        for part in term:
            yield from _mentioned(part)


def _near(values: Iterable[Known]) -> Iterator[Known]:
    """The values, each with its neighbours."""
    for known in values:
        yield from _around(known)


def _around(known: Known) -> Iterable[Known]:
    value = known.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return (known,)
    if known.kind is Kind.UNSIGNED or isinstance(value, float):
        return (known, Known(known.kind, value + 1), Known(known.kind, max(value - 1, 0)))
    return (known, _integer(value + 1), _integer(value - 1))


def _gives(values: Mapping[Term, Known], answers: Iterable[Answer]) -> bool:
    try:
        return all(_evaluate(term, values) == Known(Kind.BOOLEAN, answer) for term, answer in answers)
    except (data.Unsupported, data.Overflow, data.DivisionByZero, data.SignedDivisionOverflow):
        return False


def _evaluate(term: Term, values: Mapping[Term, Known]) -> data.Data:
    operator, *operands = term
    if operator == "input":
        return values[term]
    known = [_evaluate(o.term, values) if isinstance(o, Unknown) and o.term is not None else o for o in operands]
    assert isinstance(operator, str)
    if len(known) == 1:
        return data.negate(known[0])  # type: ignore[arg-type]  # operands of a term are data
    return data.compute(operator, known[0], known[1])  # type: ignore[arg-type]
