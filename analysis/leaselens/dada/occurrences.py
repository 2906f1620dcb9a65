"""Where each declared name stands: what names mean, and the fields and labels of which only the runs tell whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from leaselens.dada import tree
from leaselens.dada.ir import Site
from leaselens.dada.names import MODULE, Local, Meaning, Names
from leaselens.dada.owners import Met, Owners
from leaselens.dada.tokens import scan_part
from leaselens.model.analysis import SymbolKind
from leaselens.model.names import Name, Occurrence, Use
from leaselens.text import Span

_ITEMS = SymbolKind.CLASS, SymbolKind.FUNCTION
_MEMBERS = SymbolKind.FIELD, SymbolKind.PARAMETER
_UNMET = Met(frozenset(), is_open=True)


@dataclass(slots=True)
class Entry:
    """A name, and what was found of it so far.

    ``site`` is the word where it is declared; ``owner`` the key of the item that it is part of (its own, for an item;
    of a variable, the body's); ``type`` what it is declared to hold; ``slot`` the number of a variable in its body.
    """

    text: str
    kind: SymbolKind
    site: Site
    whole: Span
    owner: str
    container: str = ""
    type: tree.Type | None = None
    slot: int | None = None
    found: dict[Site, Use] = field(default_factory=dict)
    unsure: set[Site] = field(default_factory=set)


class Occurrences:
    """All names of a file with their places."""

    def __init__(self, file: tree.File, names: Names, owners: Owners) -> None:
        self._file, self._names, self._owners = file, names, owners
        self._entries = {entry.site: entry for entry in _declared(file, names)}
        self._items = {entry.owner: entry for entry in self._entries.values() if entry.kind in _ITEMS}
        self._members: dict[str, dict[str, Entry]] = defaultdict(dict)
        """The fields and parameters, by their names and by the item of which they are."""
        for entry in self._entries.values():
            if entry.kind in _MEMBERS and entry.owner in names.items.values():
                self._members[entry.text].setdefault(entry.owner, entry)
        for placed in file.items:
            self._look_through(placed)
        for placed in file.items:
            self._look_at_unread(placed)

    @cached_property
    def _by_text(self) -> Mapping[str, Sequence[Entry]]:
        entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            entries[entry.text].append(entry)
        return entries

    @cached_property
    def declarations(self) -> tuple[Name, ...]:
        """The names as others know them, in order of declaration."""
        return tuple(sorted(map(self.name, self._entries.values()), key=lambda name: name.declaration))

    def name(self, entry: Entry) -> Name:
        """One name as others know it."""
        absolute = self._file.absolute
        found = sorted((absolute(*site), use) for site, use in entry.found.items())
        return Name(
            entry.text,
            entry.kind,
            absolute(*entry.site),
            absolute(entry.site.item, entry.whole),
            entry.container,
            tuple(Occurrence(span, use) for span, use in found),
            tuple(sorted(absolute(*site) for site in entry.unsure)),
        )

    def entries_at(self, offset: int) -> list[Entry]:
        """The names that stand under a cursor."""
        near = [(placed.key, offset - placed.start) for placed in self._file.items_touching(offset)]
        return [
            entry
            for entry in self._entries.values()
            if any(site.item == key and site.span.touches(at) for key, at in near for site in entry.found)
        ]

    def item(self, key: str) -> Entry | None:
        """The class or function with an item key."""
        return self._items.get(key)

    def class_of(self, declared: tree.Type | None) -> Entry | None:
        """The class that a type names."""
        word = declared.path.names[0].text if declared is not None and declared.path is not None else ""
        entry = self._items.get(self._names.items.get(word, ""))
        return entry if entry is not None and entry.kind is SymbolKind.CLASS else None

    # ------------------------------------------------------------ what stands in an item

    def _look_through(self, placed: tree.Placed) -> None:
        key, item = placed.key, placed.item
        body = self._names.bodies.get(key if isinstance(item, tree.Function) else MODULE)
        meanings: Mapping[tuple[str, Span], Meaning] = body.uses if body is not None else {}
        for node, use in _walked(item):
            match node:
                case tree.Name():
                    _found(self._entry_of(meanings.get((key, node.span))), Site(key, node.span), use)
                case tree.Dot():
                    met = self._owners.of_field(Site(key, node.span))
                    self._member(Site(key, node.field.span), node.field.text, met, use, SymbolKind.FIELD)
                case tree.Call():
                    self._labels(node, key, meanings)
                case tree.Type():
                    self._paths(node, key, meanings)

    def _look_at_unread(self, placed: tree.Placed) -> None:
        """In what could not be read, a word may mean whatever is called so."""
        if not placed.diagnostics:
            return
        read = {node.span.start for node, _ in _walked(placed.item) if isinstance(node, tree.Name | tree.Identifier)}
        start, end = placed.item.span.shifted(placed.start)
        for token in scan_part(self._file.source.text, start, end, self._file.dialect):
            if token.kind == "WORD" and token.start - start not in read:
                self._unsure(Site(placed.key, token.span.shifted(-start)), token.text)

    def _unsure(self, site: Site, text: str) -> None:
        for entry in self._by_text.get(text, ()):
            if entry.slot is None or entry.site.item == site.item:
                entry.unsure.add(site)

    def _entry_of(self, meaning: Meaning | None) -> Entry | None:
        if isinstance(meaning, Local):
            return self._entries.get(Site(meaning.item, meaning.binding.name.span))
        if isinstance(meaning, tree.Class | tree.Function):
            return self._items.get(self._names.items[meaning.name.text])
        return None

    def _labels(self, call: tree.Call, key: str, meanings: Mapping[tuple[str, Span], Meaning]) -> None:
        labels = [argument.label for argument in call.arguments if argument.label is not None]
        if not labels:
            return
        callee = self._entry_of(meanings.get((key, call.callee.span)))
        if callee is not None and callee.kind in _ITEMS:
            met = Met(frozenset({callee.owner}), is_open=False)
        else:
            met = self._owners.of_call(Site(key, call.span))
        for label in labels:
            self._member(Site(key, label.span), label.text, met, Use.LABEL, *_MEMBERS)

    def _paths(self, declared: tree.Type, key: str, meanings: Mapping[tuple[str, Span], Meaning]) -> None:
        if declared.path is not None:
            _found(self.class_of(declared), Site(key, declared.path.names[0].span), Use.TYPE)
        for path in declared.permission_paths:
            first, *fields = path.names
            # Of a function a variable, of a class another field.
            entry = self._entry_of(meanings.get((key, first.span))) or self._members[first.text].get(key)
            _found(entry, Site(key, first.span), Use.TYPE)
            for word in fields:
                self._member(Site(key, word.span), word.text, _UNMET, Use.TYPE, SymbolKind.FIELD)

    def _member(self, site: Site, text: str, met: Met, use: Use, *kinds: SymbolKind) -> None:
        """A field or label stands here, of one of the items that were met; where that is left open, perhaps of another
        that has one of this name. If only one has, it is that one's, or it is an error."""
        candidates = {key: entry for key, entry in self._members[text].items() if entry.kind in kinds}
        known = candidates.keys() if met.is_open and len(candidates) == 1 else candidates.keys() & met.items
        for key, entry in candidates.items():
            if key in known:
                entry.found[site] = use
            elif met.is_open:
                entry.unsure.add(site)


def _found(entry: Entry | None, site: Site, use: Use) -> None:
    if entry is not None:
        entry.found[site] = use


# ---------------------------------------------------------------- declarations


def _declared(file: tree.File, names: Names) -> Iterator[Entry]:
    for placed in file.items:
        item, key = placed.item, placed.key
        if isinstance(item, tree.Class | tree.Function):
            kind = SymbolKind.CLASS if isinstance(item, tree.Class) else SymbolKind.FUNCTION
            yield _entry(item.name, kind, key, item.span, key)
        if isinstance(item, tree.Class):
            for binding in item.fields:
                yield _entry(binding.name, SymbolKind.FIELD, key, binding.span, key, item.name.text, binding.type)
    for key, body in names.bodies.items():
        wholes = {local.index: span for (_, span), local in body.lets.items()}
        for local in body.locals:
            kind = SymbolKind.PARAMETER if local.is_parameter else SymbolKind.VARIABLE
            whole = wholes.get(local.index, local.binding.span)
            container = body.name if key != MODULE else ""
            entry = _entry(local.binding.name, kind, local.item, whole, key, container, local.binding.type)
            yield replace(entry, slot=local.index)


def _entry(
    word: tree.Identifier,
    kind: SymbolKind,
    item: str,
    whole: Span,
    owner: str,
    container: str = "",
    type: tree.Type | None = None,
) -> Entry:
    site = Site(item, word.span)
    return Entry(word.text, kind, site, whole, owner, container, type, found={site: Use.DECLARED})


# ---------------------------------------------------------------- the walk


def _walked(item: tree.Node) -> Iterator[tuple[tree.Node, Use]]:
    """Every node, with what is done with it."""
    waiting = [(item, Use.READ)]
    while waiting:
        node, use = waiting.pop()
        yield node, use
        waiting += ((child, _use_of(child, node, use)) for child in node.children())


def _use_of(child: tree.Node, node: tree.Node, use: Use) -> Use:
    """What ``node``, with which ``use`` is done, does with a node directly below."""
    if isinstance(node, tree.Assign | tree.OpAssign) and child is node.target:
        return Use.WRITTEN
    if isinstance(node, tree.Call) and child is node.callee:
        return Use.CALLED
    return use if isinstance(node, tree.Parens) else Use.READ
