"""What is wrong with expressions that could be read (reference §C-32 to C-41); and all diagnostics of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, islice

from leaselens.dada import budgets, tree
from leaselens.dada.catalogue import rule
from leaselens.dada.checks_awaited import never_awaited
from leaselens.dada.checks_order import order
from leaselens.dada.checks_types import declared_types, duplicate
from leaselens.dada.detect import comment_diagnostics
from leaselens.dada.names import MODULE, Body, Damaged, Intrinsic, Local, Names, Since
from leaselens.diagnostics import Diagnostic, Related, Role
from leaselens.text import Span

Checked = Mapping[str, Sequence[Diagnostic]]
"""By the key of each item what is wrong in it, with spans relative to it."""


def check(file: tree.File, names: Names, before: tuple[Since, Checked] | None = None) -> Checked:
    """What the rules say of each item. What nothing has happened to is not checked again."""
    similar = _Similar(names)
    kept = _kept(file, *before) if before is not None else {}
    return {p.key: kept[p.key] if p.key in kept else _check(file, p, names, similar) for p in file.items}


def _kept(file: tree.File, since: Since, checked: Checked) -> Checked:
    """What was said of items before, and is to be said again. Module code sees all other module code, and help for an
    unknown name all names."""
    if not since.is_inner:
        again = {p.key for p in file.items if isinstance(p.item, tree.Code) or not since.spares(p)}
    elif any(isinstance(p.item, tree.Code) for p in since.edited):
        again = {p.key for p in file.items if isinstance(p.item, tree.Code)} | {p.key for p in since.edited}
    else:
        again = {p.key for p in since.edited}
    kept = {p.key: checked[p.key] for p in file.items if p.key not in again}
    return {key: found for key, found in kept.items() if not (found and any(d.code == "DADA-C32" for d in found))}


def _check(file: tree.File, placed: tree.Placed, names: Names, similar: _Similar) -> Sequence[Diagnostic]:
    checked = chain(declared_types(file, placed.item, names), _in_code(file, placed, names, similar))
    return [*placed.diagnostics, *islice(checked, budgets.DIAGNOSTICS)]


def all_diagnostics(file: tree.File, names: Names, checked: Checked | None = None) -> tuple[Diagnostic, ...]:
    """Everything that can be said without running the program: absolute, by position."""
    found: list[Diagnostic] = [*comment_diagnostics(file.source.text)]
    relative = checked if checked is not None else check(file, names)
    for placed in file.items:
        if relative[placed.key]:
            found += [_shifted(diagnostic, placed.start) for diagnostic in relative[placed.key]]
    named = [placed for placed in file.items if isinstance(placed.item, tree.Class | tree.Function)]
    if len(named) > len(names.items):
        found += chain.from_iterable(duplicate(file, placed, names) for placed in named)
    return tuple(sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)))


def _shifted(diagnostic: Diagnostic, by: int) -> Diagnostic:
    related = tuple(replace(step, span=step.span.shifted(by)) for step in diagnostic.related)
    return replace(diagnostic, span=diagnostic.span.shifted(by), related=related)


def _in_code(file: tree.File, placed: tree.Placed, names: Names, similar: _Similar) -> Iterator[Diagnostic]:
    """What is wrong in the code of an item; spans are relative to it."""
    item = placed.item
    tells = file.dialect.tells_where_no_arrow_is
    if isinstance(item, tree.Function):
        yield from _empty_body(item)
        brace = Span(item.body.span.start, item.body.span.start + 1)
        where = _Where(item.arrow, None if item.is_async else item.fn_keyword, brace if tells else None)
        body = names.bodies[placed.key]
        yield from _Checks(placed.key, body, similar).of(item.body.statements, where)
        returns = item.arrow is not None or file.dialect.last_is_value or item.damaged
        yield from never_awaited(item.body.statements, placed.key, body, returns=returns)
    elif isinstance(item, tree.Code):
        yield from _Checks(placed.key, names.bodies[MODULE], similar).of(
            item.statements, _Where(None, None, item.span if tells else None)
        )
        yield from never_awaited(item.statements, placed.key, names.bodies[MODULE], returns=False)


def _empty_body(function: tree.Function) -> Iterator[Diagnostic]:
    arrow, body = function.arrow, function.body
    is_written = body.span.end > body.span.start
    if arrow is not None and is_written and not body.statements:
        label = "because function is supposed to return something"
        yield rule("C41").at(arrow.span, "function body cannot be empty", label=label)


class _Similar:
    """What somebody may have meant by a name that does not exist."""

    def __init__(self, names: Names) -> None:
        self.items = names.items
        self.left = budgets.SUGGESTIONS

    def to(self, name: str, body: Body) -> str | None:
        """A sentence for the reader."""
        if self.left == 0:
            return None
        self.left -= 1
        variables = {local.binding.name.text for local in body.locals}
        if name in variables:
            return f"A variable `{name}` is declared here, but not where this expression could see it."
        known = [*sorted(variables), *self.items, "print"]
        found = get_close_matches(name, known[:1000], n=1, cutoff=0.7)
        return f"Did you mean `{found[0]}`?" if found else None


# ---------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class _Where:
    """What surrounds an expression. ``not_async`` is the ``fn`` of a function without ``async``; ``no_arrow`` what is
    shown of one without ``->``; ``atomic`` the keyword of the innermost atomic section."""

    arrow: tree.Arrow | None
    not_async: Span | None
    no_arrow: Span | None = None
    atomic: Span | None = None
    in_loop: bool = False


class _Checks:
    """The rules for the expressions of one item."""

    def __init__(self, key: str, body: Body, similar: _Similar) -> None:
        self.key = key
        self.body = body
        self.similar = similar

    def of(self, nodes: Iterable[tree.Node], where: _Where) -> Iterator[Diagnostic]:
        """What is wrong in some nodes and below."""
        waiting = [(node, where) for node in reversed(list(nodes))]
        while waiting:
            node, where = waiting.pop()
            yield from self._at(node, where)
            inside = [(child, _inside(node, child, where)) for child in node.children()]
            waiting.extend(reversed(inside))

    def _at(self, node: tree.Node, where: _Where) -> Iterator[Diagnostic]:
        match node:
            case tree.Name():
                yield from self._name(node)
            case tree.Assign(target=target) | tree.OpAssign(target=target):
                yield from self._target(target)
            case tree.Call():
                yield from _labels(node)
                yield from order(node, self.key, self.body)
            case tree.Await():
                yield from _await(node, where)
            case tree.Break() | tree.Continue():
                yield from _jump(node, where)
            case tree.Return():
                yield from _return(node, where)

    def _name(self, name: tree.Name) -> Iterator[Diagnostic]:
        if (self.key, name.span) not in self.body.uses:
            help = self.similar.to(name.text, self.body)
            yield rule("C32").at(name.span, f"can't find anything named `{name.text}`", help=help)

    def _target(self, target: tree.Expr) -> Iterator[Diagnostic]:
        target = _without_parens(target)
        if isinstance(target, tree.Name):
            meaning = self.body.uses.get((self.key, target.span))
            if meaning is None or isinstance(meaning, Local | Damaged):
                return
            kind = "classes" if isinstance(meaning, tree.Class) else "functions"
            message = f"you can only assign to local variables or fields, not {kind} like `{target.text}`"
            is_print = isinstance(meaning, Intrinsic)
            yield rule("C33").at(target.span, message, help="`print` always exists." if is_print else None)
        elif not isinstance(target, tree.Dot | tree.Error):
            message = "you can only assign to local variables and fields, not arbitrary expressions"
            yield rule("C34").at(target.span, message, help=_help_for_target(target))


def _without_parens(node: tree.Expr) -> tree.Expr:
    while isinstance(node, tree.Parens):
        node = node.inner
    return node


def _help_for_target(target: tree.Expr) -> str | None:
    if isinstance(target, tree.Assign):
        return "Assignments are not values: write them one below the other."
    if isinstance(target, tree.Use):
        return f"Leave out `.{target.keyword.text}`: what is assigned to is the place itself."
    return None


def _inside(node: tree.Node, child: tree.Node, where: _Where) -> _Where:
    if isinstance(node, tree.Atomic):
        return replace(where, atomic=node.keyword)
    if isinstance(node, tree.Loop) or (isinstance(node, tree.While) and child is node.body):
        return replace(where, in_loop=True)
    return where


# ---------------------------------------------------------------- rules that need no names


def _labels(call: tree.Call) -> Iterator[Diagnostic]:
    labelled = False
    for argument in call.arguments:
        if argument.label is not None:
            labelled = True
        elif labelled:
            message = "parameter name required"
            yield rule("C35").at(argument.span, message, label="parameter name required here")


def _await(node: tree.Await, where: _Where) -> Iterator[Diagnostic]:
    span = node.keyword.span
    if where.atomic is not None:
        entered = Related(Role.NOTE, "atomic section entered here", where.atomic)
        message = "await is not permitted inside atomic sections"
        yield rule("C37").at(span, message, label="await is here", related=(entered,))
    elif where.not_async is not None:
        declared = Related(Role.DECLARED, "fn not declared `async`", where.not_async)
        message = "await is not permitted outside of async functions"
        yield rule("C36").at(span, message, label="await is here", related=(declared,))


def _jump(node: tree.Break | tree.Continue, where: _Where) -> Iterator[Diagnostic]:
    if not where.in_loop:
        word = "break" if isinstance(node, tree.Break) else "continue"
        label = f"`{word}` outside of a loop here"
        yield rule("C38").at(node.span, f"cannot `{word}` outside of a loop", label=label)


def _return(node: tree.Return, where: _Where) -> Iterator[Diagnostic]:
    if node.value is None and where.arrow is not None:
        because = Related(Role.DECLARED, "because the function returns a value", where.arrow.span)
        label = "cannot just have `return` without an expression afterwards"
        yield rule("C39").at(node.span, "return requires an expression", label=label, related=(because,))
    elif node.value is not None and where.arrow is None:
        label = "can only write `return` (without a value) in this function"
        because = Related(Role.DECLARED, "because function doesn't have `->` here", where.no_arrow or node.span)
        related = (because,) if where.no_arrow is not None else ()
        yield rule("C40").at(node.value.span, "cannot return a value in this function", label=label, related=related)
