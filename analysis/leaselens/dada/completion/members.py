"""What may stand behind a dot: fields, and operations with what they would do here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaselens.dada import tree
from leaselens.dada.completion import words
from leaselens.dada.completion.glance import Path, glance, object_in, type_of
from leaselens.dada.completion.outcome import outcome
from leaselens.dada.completion.place import Place
from leaselens.dada.dialects import Access
from leaselens.dada.machine.state import Instance, Object, Thunk, TupleObject
from leaselens.dada.names import Local
from leaselens.model.completion import Candidate, CandidateKind, Outcome


def members(place: Place) -> Iterator[Candidate]:
    """The candidates behind the dot that the context ends with."""
    written = _path_before_dot(place)
    path = place.path(written) if written else None
    if path is not None:
        yield from _of_path(place, path)
    elif not written and place.context.tokens[-2:-1] and place.context.tokens[-2].kind != "NUMBER":
        yield from _of_value(place)


def _path_before_dot(place: Place) -> list[str]:
    """The words of the place before the dot; none where something is computed there."""
    tokens = place.context.tokens
    written: list[str] = []
    index = len(tokens) - 2
    while index >= 0 and tokens[index].kind in ("WORD", "NUMBER"):
        written.insert(0, tokens[index].text)
        if place.context.text(index - 1) != ".":
            break
        index -= 2
    reserved = {*place.file.dialect.keywords, *place.file.dialect.access_words}
    is_path = bool(written) and index >= 0 and tokens[index].kind == "WORD" and not reserved & set(written)
    return written if is_path else []


def _of_path(place: Place, path: Path) -> Iterator[Candidate]:
    things = [thing for world in place.worlds if (thing := object_in(world, path.value(world))) is not None]
    if things and all(isinstance(thing, Thunk) for thing in things):
        yield from _await(place)
    yield from _fields(place, path, things)
    yield from _operations(place, path)
    if any(not isinstance(thing, Instance | TupleObject | Thunk) for thing in things):
        yield from _await(place)


def _await(place: Place) -> Iterator[Candidate]:
    if place.may_await:
        yield Candidate("await", CandidateKind.OPERATION, note=words.AWAIT)


# ---------------------------------------------------------------- fields


def _fields(place: Place, path: Path, things: Sequence[Object]) -> Iterator[Candidate]:
    names = list(dict.fromkeys(name for thing in things for name in _names(place, thing)))
    paths = [Path(path.slot, (*path.fields, name), f"{path.text}.{name}") for name in names]
    rows = glance(place.worlds, paths, place.file, place.analysis.rules)
    for name, inner, held in zip(names, paths, rows, strict=True):
        what = type_of(place.worlds, inner, place.analysis.rules)
        yield Candidate(name, CandidateKind.FIELD, held, what)
    yield from (found for found in _declared_fields(place, path, things) if found.name not in names)


def _names(place: Place, thing: Object) -> Sequence[str]:
    """The fields of an object, in the order of their declaration."""
    if isinstance(thing, Instance):
        return [field.name.text for field in place.analysis.program.classes[thing.owner].fields]
    return () if isinstance(thing, Thunk) else thing.names


def _declared_fields(place: Place, path: Path, things: Sequence[Object]) -> Iterator[Candidate]:
    """Where the runs don't tell the object: the fields of the class that the variable is declared with, or of all."""
    if any(isinstance(thing, Instance | TupleObject | Thunk) for thing in things):
        return
    local = next((local for local in place.locals if local.index == path.slot), None)
    name = _class_named(local) if local is not None and not path.fields else None
    if name is not None:
        yield from fields_of_class(place, name)
    elif things or not place.worlds:
        for name in place.analysis.program.class_names:
            yield from fields_of_class(place, name)


def _class_named(local: Local) -> str | None:
    declared = local.binding.type
    return declared.path.names[0].text if declared is not None and declared.path is not None else None


def fields_of_class(place: Place, name: str) -> Iterator[Candidate]:
    """The fields of a class; ``type`` says whose."""
    key = place.analysis.program.class_names.get(name)
    for field in place.analysis.program.classes[key].fields if key is not None else ():
        yield Candidate(field.name.text, CandidateKind.FIELD, note=f"a field of `{name}`")


# ---------------------------------------------------------------- operations


def _operations(place: Place, path: Path) -> Iterator[Candidate]:
    dialect = place.file.dialect
    for word, access in dialect.access_words.items():
        yield Candidate(
            word, CandidateKind.OPERATION, note=words.operation(access, dialect), outcome=_outcome(place, path, access)
        )


def _outcome(place: Place, path: Path, access: Access) -> Outcome | None:
    if access is Access.SHARE and place.file.dialect.shares_what_was_given:
        return None  # the machine takes two steps for it, and the second is not taken from a place
    return outcome(place.worlds, place.point, path, access, place.file, place.analysis.rules)


# ---------------------------------------------------------------- behind what is computed


def _of_value(place: Place) -> Iterator[Candidate]:
    """Behind a call, a string, parentheses: what the recorded value has, or what its class is known to have."""
    found = _expression_before_dot(place)
    if found is not None:
        item, node = found
        if _is_suspended(place, item, node):
            yield from _await(place)
            return
        name = _class_of(place, item, node)
        yield from fields_of_class(place, name) if name is not None else ()
    dialect = place.file.dialect
    for word, access in dialect.access_words.items():
        yield Candidate(word, CandidateKind.OPERATION, note=words.operation(access, dialect))
    if found is None:
        yield from _await(place)


def _expression_before_dot(place: Place) -> tuple[str, tree.Expr] | None:
    """The innermost chain of dots and calls that ends before the dot, with the key of its item."""
    if len(place.context.tokens) < 2 or place.point.item == "":
        return None
    placed = place.file.by_key[place.point.item]
    end = place.alignment.to_old(place.context.tokens[-2].end) - placed.start
    pending: list[tree.Node] = [placed.item]
    while pending:
        node = pending.pop()
        if isinstance(node, _CHAINED) and node.span.end == end:
            return placed.key, node
        pending += (child for child in node.children() if child.span.start < end <= child.span.end)
    return None


_CHAINED = (tree.Call, tree.Use, tree.Await, tree.Parens, tree.Tuple, tree.String, tree.Dot, tree.Name)


def _meant(place: Place, item: str, node: tree.Expr) -> object:
    bodies = place.analysis.names.bodies
    body = bodies[place.point.body] if place.point.body is not None else None
    return body.uses.get((item, node.span)) if body is not None else None


def _is_suspended(place: Place, item: str, node: tree.Expr) -> bool:
    """Whether it is the call of something that waits to be awaited."""
    if not isinstance(node, tree.Call) or not isinstance(node.callee, tree.Name):
        return False
    called = place.callee(node.callee.text)
    return called is not None and called.is_async


def _class_of(place: Place, item: str, node: tree.Expr) -> str | None:
    """The class of what an expression yields, as far as the source tells it."""
    match node:
        case tree.Use(operand=inner) | tree.Parens(inner=inner):
            return _class_of(place, item, inner)
        case tree.Await(operand=tree.Call(callee=tree.Name() as callee)) | tree.Call(callee=tree.Name() as callee):
            meaning = _meant(place, item, callee)
            if isinstance(meaning, tree.Class):
                return meaning.name.text
            arrow = meaning.arrow if isinstance(meaning, tree.Function) else None
            declared = arrow.type if arrow is not None else None
            return declared.path.names[0].text if declared is not None and declared.path is not None else None
        case tree.Name() | tree.Dot():
            path = place.path(place.analysis.source.text[slice(*place.file.absolute(item, node.span))].split("."))
            return type_of(place.worlds, path, place.analysis.rules) or None if path is not None else None
    return None
