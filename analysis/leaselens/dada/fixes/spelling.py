"""Mending what is spelled wrong: a name one edit away from the one that is meant, an escape that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leaselens.dada import tree
from leaselens.dada.fixes.mistake import Mistake
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span

SHORTEST = 3
"""A name with fewer characters is one edit away from too many others."""


def known_name(mistake: Mistake) -> Iterator[Fix]:
    """The only variable that is one edit away (C32), or, where something is called, function or class."""
    path = mistake.path(mistake.span)
    body = mistake.body(path) if path is not None else None
    if path is None or body is None:
        return
    above = path.around(path.nodes[-1])
    is_called = isinstance(above, tree.Call) and above.callee is path.nodes[-1]
    variables = [local.binding.name.text for local in body.locals]
    declared = [*variables, *(mistake.analysis.names.items if is_called else ())]
    found = list(_respelled(mistake, mistake.span, declared))
    yield from found or _respelled(mistake, mistake.span, ["print"] if is_called else [])


def known_class(mistake: Mistake) -> Iterator[Fix]:
    """The only class whose name is one edit away (C24)."""
    classes = (placed.item for placed in mistake.file.items)
    yield from _respelled(mistake, mistake.span, [c.name.text for c in classes if isinstance(c, tree.Class)])


def known_field(mistake: Mistake) -> Iterator[Fix]:
    """The only field of the class whose name is one edit away (R-5)."""
    path = mistake.path(mistake.span)
    node = path.nodes[-1] if path is not None else None
    declared = mistake.finding.declared if mistake.finding is not None else None
    item = mistake.file.by_key[declared.item].item if declared is not None else None
    if path is not None and isinstance(node, tree.Dot) and isinstance(item, tree.Class):
        yield from _respelled(mistake, path.span(node.field), [field.name.text for field in item.fields])


def _respelled(mistake: Mistake, span: Span, known: Iterable[str]) -> Iterator[Fix]:
    written = mistake.cut(span)
    similar = [name for name in dict.fromkeys(known) if is_one_edit_away(written, name)]
    if len(similar) == 1:
        yield Fix(f"Write `{similar[0]}`", (Edit(span, similar[0]),))


def is_one_edit_away(one: str, other: str) -> bool:
    """Whether one character was left out, put in, mistaken for another, or swapped with the next."""
    if one == other or max(len(one), len(other)) < SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def double_backslash(mistake: Mistake) -> Iterator[Fix]:
    r"""`\\d` for `\d`: the backslash is meant (C29). Each `\d` of the string has the same diagnostic."""
    character = mistake.diagnostic.message.rstrip("`")[-1]
    literal = mistake.cut(mistake.span)
    found = [m.start() for m in re.finditer(r"\\.", literal, re.DOTALL) if m[0][1] == character]
    places = (mistake.span.start + offset for offset in found)
    yield Fix(f"Write `\\\\{character}` for a backslash", tuple(Edit(Span(place, place), "\\") for place in places))
