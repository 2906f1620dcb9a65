"""What an editor asks about names: the classes of what a place holds, and why something can't be a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leaselens.dada.dialects import Dialect
from leaselens.dada.ir import Site
from leaselens.dada.occurrences import Entry, Occurrences
from leaselens.dada.owners import Owners
from leaselens.dada.tokens import scan
from leaselens.model.analysis import SymbolKind
from leaselens.model.names import Name


def classes_at(known: Occurrences, owners: Owners, place: Site | None, offset: int) -> Sequence[Name]:
    """The classes of what is held by the place under a cursor (``place`` is its whole expression, if it is one)."""
    entries = known.entries_at(offset)
    met = set(owners.of_place(place).items) if place is not None else set()
    for entry in entries if not met else ():
        if entry.slot is not None:
            met |= owners.of_variable(entry.owner, entry.slot, place).items
    classes = [item for key in met if (item := known.item(key)) is not None]
    found = classes or [*_declared(entries, known)]
    return tuple(sorted(map(known.name, found), key=lambda name: name.declaration))


def _declared(entries: Sequence[Entry], known: Occurrences) -> Iterator[Entry]:
    """The classes among some names, and those that others are declared to hold."""
    for entry in entries:
        declared = entry if entry.kind is SymbolKind.CLASS else known.class_of(entry.type)
        if declared is not None:
            yield declared


def objection_to(name: str, dialect: Dialect) -> str | None:
    """Why nothing in this dialect can be called so; ``None``: it can."""
    tokens = scan(name, dialect)
    if [token.kind for token in tokens] != ["WORD"]:
        return f"`{name}` is not a name"
    if name in dialect.keywords or name in dialect.specifiers or name in dialect.access_words:
        return f"`{name}` is a word of the language"
    return "`print` is built in" if name == "print" else None
