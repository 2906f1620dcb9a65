"""Mending the use of a lease that has ended (R-2) by another order, or by another lease."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leaselens.dada import tree
from leaselens.dada.dialects import Access
from leaselens.dada.fixes import lines
from leaselens.dada.fixes.mistake import Mistake, Path, without_parens
from leaselens.dada.fixes.takings import taking_at
from leaselens.diagnostics import Fix, Role
from leaselens.text import Span


def use_earlier(mistake: Mistake) -> Iterator[Fix]:
    """Move the statement that uses the lease above the one that ends it."""
    order = _order(mistake)
    edits = lines.moved_above(mistake, order.using, order.ending) if order is not None else None
    if order is not None and edits is not None:
        yield Fix(f"Use {mistake.quoted(mistake.span)} before {_deed(mistake)}", edits)


def use_later(mistake: Mistake) -> Iterator[Fix]:
    """Move the statement that ends the lease below the last one that uses it."""
    order = _order(mistake)
    edits = lines.moved_below(mistake, order.ending, order.last) if order is not None else None
    if order is not None and edits is not None:
        yield Fix(f"Move {mistake.quoted(order.ending)} below the last use of `{order.variable}`", edits)


def take_again(mistake: Mistake) -> Iterator[Fix]:
    """`q = p.lease` above the statement that uses `q`, once more after its lease was ended."""
    order, taking = _order(mistake), taking_at(mistake, mistake.related(Role.ISSUED))
    if order is None or taking is None or taking.binding is not None or taking.gives:
        return
    let = taking.path.innermost(tree.Let)
    if let is None or let.binding.name.text != order.variable or let.value is None:
        return
    if without_parens(let.value) not in (taking.use, taking.place):
        return
    assign = ":=" if mistake.dialect.equals_declares else "="
    statement = f"{order.variable} {assign} {mistake.cut(taking.path.span(let.value))}"
    edit = lines.put_above(mistake, statement, order.using)
    if edit is not None:
        verb = "Lease" if taking.access is Access.LEASE else "Share"
        yield Fix(f"{verb} {mistake.quoted(taking.span)} again after {_deed(mistake)}", (edit,))


def share_instead_of_giving(mistake: Mistake) -> Iterator[Fix]:
    """Where the value was given away, share or lease it instead."""
    taking = taking_at(mistake, mistake.related(Role.ENDED))
    if taking is not None and taking.gives:
        for access in (Access.SHLEASE, Access.LEASE):
            if (fix := taking.replaced(access)) is not None:
                yield fix


# ---------------------------------------------------------------- the order of things


@dataclass(frozen=True)
class _Order:
    """Two statements of one list: the one that ends a lease, and a later one that uses it; absolute.

    ``variable`` is what holds it; ``last`` is the last statement of the list that mentions the variable.
    """

    ending: Span
    using: Span
    variable: str
    last: Span


def _order(mistake: Mistake) -> _Order | None:
    path = mistake.path(mistake.span)
    variable = _variable(path.nodes[-1]) if path is not None else None
    if path is None or variable is None:
        return None
    for statements, using in path.statements():
        for deed in _deeds(mistake):
            ending = _index_in(mistake.path(deed), statements)
            if ending is not None and ending < using:
                last = max(i for i, s in enumerate(statements) if i == using or (i > using and _mentions(s, variable)))
                ends, uses, ultimate = (path.span(statements[i]) for i in (ending, using, last))
                return _Order(ends, uses, variable, ultimate)
    return None


def _deed(mistake: Mistake) -> str:
    """What ended the lease, as a clause: "`p.x` is written"."""
    record = mistake.finding.record if mistake.finding is not None else None
    deeds = {ending.deed.removesuffix(" here") for ending in record.endings} if record is not None else set()
    return deeds.pop() if len(deeds) == 1 else "it ends"


def _deeds(mistake: Mistake) -> Iterator[Span]:
    """What ended the lease, and the calls that led there, innermost first."""
    if mistake.related(Role.ENDED) is None:
        return
    has_ended = False
    for step in mistake.diagnostic.related:
        has_ended = step.role is Role.ENDED or (has_ended and step.role is Role.CALLED)
        if has_ended:
            yield step.span


def _index_in(path: Path | None, statements: tuple[tree.Expr, ...]) -> int | None:
    """Which of the statements the path goes through."""
    found = (index for others, index in path.statements() if others is statements) if path is not None else iter(())
    return next(found, None)


def _variable(node: tree.Node) -> str | None:
    while isinstance(node, tree.Dot | tree.Parens):
        node = node.owner if isinstance(node, tree.Dot) else node.inner
    return node.text if isinstance(node, tree.Name) else None


def _mentions(node: tree.Node, variable: str) -> bool:
    if isinstance(node, tree.Name) and node.text == variable:
        return True
    return any(_mentions(child, variable) for child in node.children())
