"""The candidates for what is being typed, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaselens.dada import tree
from leaselens.dada.completion import words
from leaselens.dada.completion.calls import open_call
from leaselens.dada.completion.context import Wanted, context_at, wanted
from leaselens.dada.completion.declared import PRINT, declared
from leaselens.dada.completion.glance import Path, glance, type_of
from leaselens.dada.completion.members import members
from leaselens.dada.completion.place import Place
from leaselens.dada.names import MODULE
from leaselens.model.completion import Candidate, CandidateKind, Completions
from leaselens.model.diagram import State
from leaselens.text import Source

if TYPE_CHECKING:
    from leaselens.dada.analysis import DadaAnalysis


def completions(analysis: DadaAnalysis, source: Source, offset: int) -> Completions | None:
    """What may be typed at an offset of ``source``, of which ``analysis`` may know only an earlier state."""
    dialect = analysis.file.dialect
    context = context_at(source.text, offset, dialect)
    kind = wanted(context, dialect) if context is not None else None
    if context is None or kind is None:
        return None
    place = Place(analysis, source, context)
    found = {(candidate.name, candidate.kind): candidate for candidate in reversed([*_candidates(place, kind)])}
    return Completions(context.word, tuple(reversed(found.values())))


def _candidates(place: Place, kind: Wanted) -> Iterator[Candidate]:
    dialect = place.file.dialect
    match kind:
        case Wanted.MEMBER:
            yield from members(place)
        case Wanted.STATEMENT | Wanted.ITEM:
            yield from _statement(place, is_item=kind is Wanted.ITEM)
        case Wanted.ARGUMENT | Wanted.EXPRESSION:
            yield from _labels(place) if kind is Wanted.ARGUMENT else ()
            yield from _values(place, list(words.of_expression(dialect)))
        case Wanted.DECLARATION:
            yield from words.of_declaration(dialect)
        case Wanted.TYPE:
            yield from words.of_type(dialect)
            yield from (found for found in _items(place) if found.kind is CandidateKind.CLASS)
        case Wanted.FUNCTION | Wanted.CONDITIONAL:
            yield words.keyword("fn" if kind is Wanted.FUNCTION else "if")
        case Wanted.ALTERNATIVE:
            yield from _else(place)


def _statement(place: Place, *, is_item: bool) -> Iterator[Candidate]:
    dialect = place.file.dialect
    yield from _else(place)
    if is_item and not dialect.module_code:
        yield from words.of_item()
        yield from _item_snippets(place, is_item=True)
    else:
        in_function = not is_item and dialect.arrows
        statements = [*words.of_statement(dialect, in_loop=place.in_loop, in_function=in_function)]
        snippets = [*words.statement_snippets(dialect), *_item_snippets(place, is_item=is_item)]
        yield from _values(place, [*statements, *(words.of_item() if is_item else ()), *snippets])


def _item_snippets(place: Place, *, is_item: bool) -> Iterator[Candidate]:
    names = place.analysis.names
    has_main = "main" in names.items or MODULE in names.bodies
    return words.item_snippets(place.file.dialect, has_main=has_main) if is_item else iter(())


def _else(place: Place) -> Iterator[Candidate]:
    """`else`, behind the block of an `if` that has none."""
    last = place.context.last
    if last is None or last.text != "}" or place.point.item == "":
        return
    placed = place.file.by_key[place.point.item]
    end = place.alignment.to_old(last.end) - placed.start
    pending: list[tree.Node] = [placed.item]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.If) and node.then.span.end == end and node.otherwise is None:
            yield words.keyword("else")
            return
        pending += (child for child in node.children() if child.span.start < end <= child.span.end)


# ---------------------------------------------------------------- values


def _labels(place: Place) -> Iterator[Candidate]:
    """The label of the argument: it names the parameter that stands at its position (§D.8)."""
    call = open_call(place)
    if call is not None and call.active is not None:
        parameter = call.parameters[call.active]
        yield Candidate(
            parameter.name, CandidateKind.LABEL, signature=parameter.text, note=f"a parameter of `{call.name}`"
        )


def _values(place: Place, others: list[Candidate]) -> Iterator[Candidate]:
    """Variables, what the module declares, then the others; last what can't be used any more."""
    variables = list(_variables(place))
    yield from (found for found in variables if not is_gone(found))
    yield from _items(place)
    yield from others
    yield from (found for found in variables if is_gone(found))


def is_gone(candidate: Candidate) -> bool:
    """Whether what a variable holds can't be used on any run."""
    return bool(candidate.rows) and all(row.state is not State.VALID for row in candidate.rows)


def _variables(place: Place) -> Iterator[Candidate]:
    paths = [Path(local.index, (), local.binding.name.text) for local in place.locals]
    rows = glance(place.worlds, paths, place.file, place.analysis.rules)
    for path, held in zip(paths, rows, strict=True):
        what = type_of(place.worlds, path, place.analysis.rules)
        yield Candidate(path.text, CandidateKind.VARIABLE, held, what)


def _items(place: Place) -> Iterator[Candidate]:
    found = (declared(place.file.by_key[key], place.file) for key in place.analysis.names.items.values())
    for item in (*found, PRINT):
        if item is not None:
            kind = CandidateKind.CLASS if item.is_class else CandidateKind.FUNCTION
            yield Candidate(item.name, kind, signature=item.signature, comment=item.comment)
