"""Mending a permission that does not do (R-2, R-9, R-15 to R-17): taking, declaring or creating it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.dada import tree
from leaselens.dada.dialects import Access
from leaselens.dada.fixes.mistake import Maker, Mistake, Path, without_parens
from leaselens.dada.fixes.takings import Taking, creation_at, creation_of, taking_at
from leaselens.dada.names import Local
from leaselens.diagnostics import Edit, Fix, Role
from leaselens.text import Span


def take_by(*accesses: Access) -> Maker:
    """Other operations where the permission began: `.shlease` for `.lease`, `.give` for a bare place, ..."""

    def maker(mistake: Mistake) -> Iterator[Fix]:
        taking = _taking(mistake)
        for access in accesses if taking is not None else ():
            if taking is not None and (fix := taking.replaced(access)) is not None:
                yield fix

    return maker


def own_together(mistake: Mistake) -> Iterator[Fix]:
    """`.share` behind the call that made the object: whoever holds it owns it then."""
    taking = _taking(mistake)
    creation = creation_at(mistake, mistake.related(Role.ISSUED))
    if creation is None and taking is not None:
        creation = creation_of(mistake, taking.path, taking.place)
    if creation is not None:
        yield creation.shared()


def own_alone(mistake: Mistake) -> Iterator[Fix]:
    """Leave out the `.share` behind the call that made the object."""
    issued = mistake.related(Role.ISSUED)
    path = mistake.path(issued) if issued is not None else None
    use = path.innermost(tree.Use) if path is not None else None
    if path is None or issued is None or use is None or use.access is not Access.SHARE or path.span(use) != issued:
        return
    end = path.span(use.operand).end
    title = f"Leave out `.{use.keyword.text}`, so that {mistake.quoted(Span(issued.start, end))} is owned alone"
    yield Fix(title, (Edit(Span(end, issued.end), ""),))


def ask_for_less(mistake: Mistake) -> Iterator[Fix]:
    """Let a specifier demand what the value has (R-17)."""
    demanded, permission = mistake.related(Role.DECLARED), mistake.words().get("permission")
    spelled = {p.value: word for p, word in mistake.dialect.words.items()}
    word = spelled.get(permission or "", "")
    specifier = "shleased" if word == "shared" else word
    if demanded is not None and specifier in mistake.dialect.specifiers:
        title = f"Ask for `{specifier}` instead of `{mistake.cut(demanded)}`"
        yield Fix(title, (Edit(demanded, specifier),))


def _taking(mistake: Mistake) -> Taking | None:
    """Where the story began; or, where the place itself is told of, where its variable was declared."""
    return taking_at(mistake, mistake.related(Role.ISSUED)) or _initializer(mistake)


def _initializer(mistake: Mistake) -> Taking | None:
    """The place that a variable was declared with, of the variable that the diagnostic is about (R-15)."""
    path = mistake.path(mistake.span)
    node = path.nodes[-1] if path is not None else None
    node = without_parens(node.operand) if isinstance(node, tree.Await) else node
    meaning = mistake.meaning(path, node) if path is not None and isinstance(node, tree.Name) else None
    body = mistake.body(path) if path is not None else None
    if body is None or not isinstance(meaning, Local):
        return None
    spans = [mistake.file.absolute(*site) for site, local in body.lets.items() if local == meaning]
    let_path = mistake.path(spans[0]) if spans else None
    let = let_path.innermost(tree.Let) if let_path is not None else None
    if let_path is None or let is None or let.value is None:
        return None
    value = without_parens(let.value)
    return taking_at(mistake, let_path.span(value.operand if isinstance(value, tree.Use) else value))


# ---------------------------------------------------------------- the storage modes of 2021


def declare_var(mistake: Mistake) -> Iterator[Fix]:
    """`var` before the variable that is written through, before the field that is written, or before both (D1)."""
    if not mistake.dialect.storage_modes:
        return
    path = mistake.path(mistake.span)
    target = _target(path) if path is not None else None
    if path is None or target is None:
        return
    variable, field = _declaration(mistake, path, target), _field(mistake, target.field.text)
    for names in ([variable], [field], [variable, field]):
        found = [span for span in names if span is not None]
        if len(found) == len(names):
            listed = " and ".join(mistake.quoted(span) for span in found)
            yield Fix(f"Declare {listed} with `var`", tuple(Edit(Span(s.start, s.start), "var ") for s in found))


def _target(path: Path) -> tree.Dot | None:
    """What is assigned to by the assignment that the diagnostic is about."""
    assignment = path.innermost(tree.Assign, tree.OpAssign)
    target = without_parens(assignment.target) if isinstance(assignment, tree.Assign | tree.OpAssign) else None
    return target if isinstance(target, tree.Dot) else None


def _declaration(mistake: Mistake, path: Path, target: tree.Expr) -> Span | None:
    """The name where the variable of a place is declared, if no storage mode is written there."""
    while isinstance(target, tree.Dot):
        target = without_parens(target.owner)
    meaning = mistake.meaning(path, target) if isinstance(target, tree.Name) else None
    if not isinstance(meaning, Local) or meaning.binding.span.start != meaning.binding.name.span.start:
        return None
    return mistake.file.absolute(meaning.item, meaning.binding.name.span)


def _field(mistake: Mistake, name: str) -> Span | None:
    """The name where the only field of this name is declared, if no storage mode is written there."""
    found = [
        (placed, field)
        for placed in mistake.file.items
        if isinstance(placed.item, tree.Class)
        for field in placed.item.fields
        if field.name.text == name
    ]
    if len(found) != 1 or found[0][1].span.start != found[0][1].name.span.start:
        return None
    return found[0][1].name.span.shifted(found[0][0].start)
