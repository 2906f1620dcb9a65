"""Diagrams written in a few lines of text, so that a picture and what it shows stand beside each other.

::

    manner names-lessors              (optional; the default manner dashes what is leased out)
    frame builtin@main
      p my~ -> 1                      a row: name, permission word, ``~`` where leased out, ``->`` the object
      q leased(p) -> 1                with its nearest lessor
      n = 22                          data, to the end of the line, with Python's escapes (``\\x20`` for a blank)
      atomic a my -> 1
      l expired                       a row without value: unset, or what became of it
      *k our -> 1                     a row that changed
      in-flight my -> 2
    object 1 Point                    or: ``thunk``, ``class``, ``function``, ``tuple``, ``unknown``
      x = 22
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaselens.model.diagram import Diagram, Frame, HeapObject, Kind, Lessor, Manner, Permission, Row, State

_WORDS = {**{p.value: p for p in Permission}, "mutable": Permission.LEASED, "shleased": Permission.SHARED}
_STATES = {s.value: s for s in State}
_ROW = re.compile(
    r"(?P<changed>\*)?(?P<atomic>atomic )?(?P<name>\S+)"
    r"(?: = ?(?P<value>.*)| (?P<word>[a-z]*)(?P<leased_out>~)?(?:\((?P<lessor>.*)\))?(?: -> (?P<target>-?\d+))?)?"
)


def parse(text: str) -> Diagram:
    """The diagram that a text describes."""
    frames: list[Frame] = []
    objects: list[HeapObject] = []
    manner = Manner()
    for head, lines in _blocks(text):
        kind, _, rest = head.partition(" ")
        rows = tuple(_row(line) for line in lines)
        if kind == "manner":
            manner = Manner(names_lessors=True, dashes_leased_out=False)
        elif kind == "frame":
            flying = next((row for row in rows if row.name == "in-flight"), None)
            frames.append(Frame(rest, tuple(row for row in rows if row is not flying), in_flight=flying))
        else:
            id, name = rest.split(" ", 1)
            objects.append(HeapObject(int(id), Kind("instance" if kind == "object" else kind), name, rows))
    return Diagram(tuple(frames), tuple(objects), manner)


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The heads, each with its indented lines."""
    head, lines = "", list[str]()
    for line in filter(None, text.splitlines()):
        if line.startswith(" "):
            lines.append(line[2:])
            continue
        if head:
            yield head, lines
        head, lines = line, []
    yield head, lines


def _row(line: str) -> Row:
    match = _ROW.fullmatch(line)
    assert match, f"not a row: {line!r}"
    word, value, target = match["word"], match["value"], match["target"]
    permission = _WORDS.get(word or "")
    return Row(
        match["name"],
        value=None if value is None else value.encode("latin-1", "backslashreplace").decode("unicode_escape"),
        permission=permission,
        word=word if permission else None,
        leased_out=match["leased_out"] is not None,
        lessors=(Lessor(0, 0, match["lessor"]),) if match["lessor"] else (),
        target=None if target is None else int(target),
        state=_STATES.get(word or "", State.UNSET if value is None and target is None else State.VALID),
        atomic=match["atomic"] is not None,
        changed=match["changed"] is not None,
    )
