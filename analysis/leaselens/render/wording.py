"""The words and signs of a picture: how a name, a value and a permission are written, whatever draws them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rich.cells import cell_len

from leaselens.model.diagram import Diagram, HeapObject, Kind, Manner, Permission, Row

SHORT = 40
"""A text of this many characters or more is shortened (reference §E.1)."""
_KEPT = 20
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a style. ``solid`` and ``dashed`` are (horizontal, vertical); ``corners`` are keyed by the two
    directions that they join, as in ``"es"`` for a line that leaves to the east and to the south."""

    solid: tuple[str, str]
    dashed: tuple[str, str]
    corners: dict[str, str]
    tees: tuple[str, str]
    """Where an arrow leaves a right border, and its mirror image for the right end of a divider."""
    crossing: str
    heads: dict[str, str]
    """Arrowheads by the direction in which the line arrives."""
    arrow: str
    more: str
    gap: str
    marks: str
    only_ascii: bool = False


UNICODE = Signs(
    solid=("─", "│"),
    dashed=("╌", "╎"),
    corners={"es": "┌", "sw": "┐", "en": "└", "nw": "┘"},
    tees=("├", "┤"),
    crossing="┼",
    heads={"e": "►", "w": "◄", "n": "▲", "s": "▼"},
    arrow="→",
    more="…",
    gap="⋮",
    marks="①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
)
ASCII = Signs(
    solid=("-", "|"),
    dashed=(".", ":"),
    corners={"es": "+", "sw": "+", "en": "+", "nw": "+"},
    tees=("+", "+"),
    crossing="|",
    heads={"e": ">", "w": "<", "n": "^", "s": "v"},
    arrow=">",
    more="...",
    gap="...",
    marks="",
    only_ascii=True,
)
STYLES = {"unicode": UNICODE, "ascii": ASCII}
"""The two styles that a reader can choose (setting ``leaselens.diagrams.style``)."""


def width(text: str) -> int:
    """How many terminal cells a text takes: 2 for a wide character, 0 for a combining one."""
    return cell_len(text, "latest")


def shortened(text: str) -> str:
    """A text of 40 characters or more as its first 20, ``[...]`` and its last 20 (reference §E.1)."""
    return text if len(text) < SHORT else f"{text[:_KEPT]}[...]{text[-_KEPT:]}"


def visible(text: str, *, only_ascii: bool = False, whole: bool = False) -> str:
    """A text on one line: shortened (unless it is wanted ``whole``), with control, format and unassigned characters
    written as escapes."""
    return "".join(_visible_character(c, only_ascii) for c in (text if whole else shortened(text)))


def _visible_character(character: str, only_ascii: bool) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if unicodedata.category(character) in _INVISIBLE or (only_ascii and not character.isascii()):
        return f"\\u{{{ord(character):x}}}"
    return character


def written_value(value: str, *, only_ascii: bool = False) -> str:
    """The printed form of plain data; quoted only where its edges could not be seen otherwise."""
    text = visible(value, only_ascii=only_ascii)
    return text if text and text == text.strip() else f'"{text}"'


def label(row: Row, manner: Manner, *, only_ascii: bool = False) -> str:
    """What stands on the arrow of a row: the permission in the dialect's spelling, with the lessor where it names one.

    An atomic field that owns its object says only ``atomic`` (reference §E.4).
    """
    word = row.word or (row.permission.value if row.permission else "")
    if row.permission in (Permission.LEASED, Permission.SHARED) and manner.names_lessors and row.lessors:
        word = f"{word}({row.lessors[0].place})"
    if row.atomic:
        word = "atomic" if row.permission is Permission.MY else f"atomic {word}".strip()
    return visible(word, only_ascii=only_ascii)


def is_dashed(row: Row, manner: Manner) -> bool:
    """Whether the line of a row is dashed: it is leased out, and the dialect shows that."""
    return row.leased_out and manner.dashes_leased_out


def title(thing: HeapObject, signs: Signs) -> str:
    """The heading of a box: a class name, ``f(…)`` for a call not yet run, ``Point?`` for an unknown Point."""
    name = visible(thing.name, only_ascii=signs.only_ascii)
    match thing.kind:
        case Kind.THUNK:
            return f"{name}({signs.more})"
        case Kind.UNKNOWN:
            return name if name.endswith("?") else f"{name}?"
        case Kind.CLASS:
            return f"class {name}"
        case Kind.FUNCTION:
            return f"fn {name}"
    return name


def has_box(thing: HeapObject) -> bool:
    """Whether an object is drawn as a box. A tuple is drawn as the value ``<tuple>``, a function or class by name."""
    return thing.kind in (Kind.INSTANCE, Kind.THUNK, Kind.UNKNOWN)


def value_of(row: Row, objects: dict[int, HeapObject], signs: Signs) -> str | None:
    """What is written behind the name of a row that has no arrow; ``None`` where the name stands alone."""
    if row.value is not None:
        return written_value(row.value, only_ascii=signs.only_ascii)
    if row.target is None:
        return None
    thing = objects.get(row.target)
    if thing is None:
        return "?"
    return "<tuple>" if thing.kind is Kind.TUPLE else title(thing, signs)


def arrow_target(row: Row, objects: dict[int, HeapObject]) -> int | None:
    """The object that the row's arrow leads to, if the row is drawn with an arrow.

    Something of which nothing is known, held with a permission that nobody knows, is just the value ``?``.
    """
    thing = objects.get(row.target) if row.target is not None and row.value is None else None
    if thing is None or not has_box(thing):
        return None
    is_blank = thing.kind is Kind.UNKNOWN and not thing.rows and row.permission is None
    return None if is_blank else thing.id


def objects_by_id(diagram: Diagram) -> dict[int, HeapObject]:
    """The objects of a diagram by their identity."""
    return {thing.id: thing for thing in diagram.objects}
