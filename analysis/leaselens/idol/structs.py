"""The forms that a schema is made of: structs in ``()``, maps in ``{}``, variants, strings (HUB102, HUB103, HUB111)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leaselens.diagnostics import Edit, Fix
from leaselens.idol import catalogue
from leaselens.idol.findings import Finding, replace
from leaselens.idol.ron import CLOSING, Group, Member, Name, Text, Value
from leaselens.text import Span

_LIKE: Final = 0.6
"""How like two names are, at least, of which one may be meant by the other (``difflib``'s ratio)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A struct: its name, which may stand before the bracket; what it is, for the reader; its fields.

    Idol ignores fields that it does not know, unless the struct ``is_strict``. ``ignored`` are those that people write
    on purpose.
    """

    name: str | None
    what: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    is_strict: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that may be written."""
        return (*self.required, *self.optional, *self.ignored)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that were found, by name. ``misspelt``: those that Idol ignores, by what was probably meant."""

    group: Group
    found: Mapping[str, Member]
    misspelt: Mapping[str, Span]

    def member(self, name: str) -> Member | None:
        """The field, name and value."""
        return self.found.get(name)

    def value(self, name: str) -> Value | None:
        """The field's value."""
        member = self.found.get(name)
        return member.value if member is not None else None


class Structs:
    """Takes values for what they should be, and writes down what is wrong with them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.explained: set[Span | None] = set()
        """Closing brackets that the parser took for the mistake, and that are right."""

    def refuse(self, span: Span, message: str, help: str, *fixes: Fix) -> None:
        """Report that something is not what the schema wants (HUB102)."""
        self.findings.append(Finding(catalogue.SCHEMA.at(span, message, help=help), fixes))

    # ------------------------------------------------------------ structs

    def struct(self, value: Value | None, shape: Shape, owner: str, at: Span | None) -> Fields | None:
        """A value as a struct; ``owner`` and ``at`` are of whom and where it is said that a field is missing."""
        if value is None or at is None:
            return None
        if not isinstance(value, Group):
            fields = ", ".join(f"{name}: …" for name in shape.required)
            self.refuse(value.span, f"expected {shape.what}: `({fields})`", f"It reads: `({fields})`.")
            return None
        if value.name is not None and value.name.text != shape.name:
            self._misnamed(value.name, shape)
        self.bracket(value, "(", shape.what)
        found: dict[str, Member] = {}
        unknown: list[Name] = []
        for member in value.members:
            self._field(member, shape, found, unknown)
        misspelt = _meant(unknown, shape, found)
        self._missing(shape, value, owner, at, found, misspelt)
        self._unknown(shape, unknown, misspelt)
        return Fields(value, found, {meant: name.span for meant, name in misspelt.items()})

    def _misnamed(self, name: Name, shape: Shape) -> None:
        wanted = f"`{shape.name}(…)` or `(…)`" if shape.name else "`(…)`"
        fix = (
            replace(f"Write `{shape.name}`", name.span, shape.name)
            if shape.name
            else replace(f"Leave out `{name.text}`", name.span, "")
        )
        self.refuse(name.span, f"expected {wanted}, found `{name.text}`", "The name may be left out.", fix)

    def _field(self, member: Member, shape: Shape, found: dict[str, Member], unknown: list[Name]) -> None:
        key = member.key
        if isinstance(key, Text):
            fix = replace("Leave out the quotes", key.span, key.text)
            message = f"the field `{key.text}` of {shape.what} stands without quotes"
            self.refuse(key.span, message, "Only what a map holds has its name in quotes.", fix)
            key = Name(key.span, key.text)
        if not isinstance(key, Name):
            self.refuse(member.span, f"expected a field of {shape.what}", "A field reads: `name: value`.")
            return
        name = key.text.removeprefix("r#")
        if name not in shape.fields:
            unknown.append(key)
        elif name in found:
            fix = replace("Leave out this one", member.span, "")
            self.refuse(key.span, f"`{name}` stands twice", "Leave one of them out.", fix)
        else:
            found[name] = member

    def _missing(
        self,
        shape: Shape,
        group: Group,
        owner: str,
        at: Span,
        found: Mapping[str, Member],
        misspelt: Mapping[str, Name],
    ) -> None:
        if group.close is None:
            return  # it is still being written
        for name in (name for name in shape.required if name not in found):
            if name in misspelt:
                written = misspelt[name]
                message = f"{owner} has no `{name}`; is `{written.text}` meant?"
                fix = replace(f"Write `{name}`", written.span, name)
                self.refuse(written.span, message, f"Write `{name}`.", fix)
            else:
                self.refuse(at, f"{owner} has no `{name}`", f"Add `{name}: …`.")

    def _unknown(self, shape: Shape, unknown: Iterable[Name], misspelt: Mapping[str, Name]) -> None:
        meant = {written.span: name for name, written in misspelt.items()}
        for name in unknown:
            near = meant.get(name.span)
            if near in shape.required:
                continue  # told already, as what is missing
            fixes = (replace(f"Write `{near}`", name.span, near),) if near else ()
            question = f"; did you mean `{near}`?" if near else ""
            if shape.is_strict:
                self.refuse(
                    name.span,
                    f"{shape.what} has no field `{name.text}`{question}",
                    "Here Idol ignores no field.",
                    *fixes,
                )
            else:
                found = catalogue.UNKNOWN_FIELD.at(name.span, f"`{name.text}` is ignored by Idol{question}")
                self.findings.append(Finding(found, fixes))

    # ------------------------------------------------------------ maps

    def entries(self, member: Member | None, name: str) -> list[tuple[Text, Value | None]]:
        """The entries of the map that a field holds, in their order; of two that have one name, both."""
        value = member.value if member is not None else None
        if value is None:
            return []
        if not isinstance(value, Group) or value.name is not None:
            self.refuse(value.span, f'`{name}` is a map: `{{"name": …}}`', 'A map reads: `{"name": …}`.')
            return []
        self.bracket(value, "{", f"`{name}`")
        found: list[tuple[Text, Value | None]] = []
        first: dict[str, Text] = {}
        for entry in value.members:
            key = self._key(entry, name)
            if key is not None:
                self._duplicate(key, first.setdefault(key.text, key), name)
                found.append((key, entry.value))
        return found

    def _key(self, entry: Member, name: str) -> Text | None:
        if isinstance(entry.key, Text):
            return entry.key
        if isinstance(entry.key, Name):
            fix = replace("Add the quotes", entry.key.span, f'"{entry.key.text}"')
            message = f"the name of an entry of `{name}` stands in quotes"
            self.refuse(entry.key.span, message, f'Write `"{entry.key.text}"`.', fix)
            return Text(entry.key.span, entry.key.text, entry.key.span)
        self.refuse(entry.span, f"expected an entry of `{name}`", 'An entry reads: `"name": value`.')
        return None

    def _duplicate(self, key: Text, first: Text, name: str) -> None:
        if first is not key:
            message = f"`{key.text}` stands twice in `{name}`"
            self.findings.append(Finding(catalogue.clash(key.span, message, first.span)))

    # ------------------------------------------------------------ values

    def bracket(self, group: Group, wanted: str, what: str) -> None:
        """Report a group that stands in brackets of the wrong kind."""
        if group.bracket == wanted:
            return
        closing = CLOSING[wanted]
        edits = [Edit(group.open, wanted)]
        if group.closed_by == closing:
            self.explained.add(group.close)  # the closing bracket is right, so the one at the beginning is the mistake
        elif group.close is not None:
            edits.append(Edit(group.close, closing))
        fix = Fix(f"Write `{wanted}…{closing}`", tuple(edits))
        kind = "A map" if wanted == "{" else "A struct or a variant"
        written = f"{group.bracket}…{CLOSING[group.bracket]}"
        message = f"{what} stands in `{wanted}…{closing}`, not in `{written}`"
        self.refuse(group.open, message, f"{kind} stands in `{wanted}…{closing}`.", fix)

    def text(self, value: Value | None, what: str) -> Text | None:
        """A value as a string."""
        if value is None or isinstance(value, Text):
            return value
        fixes = (replace("Add the quotes", value.span, f'"{value.text}"'),) if isinstance(value, Name) else ()
        self.refuse(value.span, f"{what} stands in quotes", 'Write it between `"` and `"`.', *fixes)
        return None

    def variant(self, value: Value | None, names: Sequence[str], field: str) -> Name | Group | None:
        """A value as one of the variants that may stand there."""
        if value is None:
            return None
        name = value.name if isinstance(value, Group) else value if isinstance(value, Name) else None
        if name is not None and name.text in names:
            is_plain = name.text in _PLAIN
            if is_plain == isinstance(value, Name) and isinstance(value, Name | Group):
                return value
            should = "holds nothing" if is_plain else "holds something: `(…)`"
            self.refuse(value.span, f"`{name.text}` {should}", f"Write `{name.text}{'' if is_plain else '(…)'}`.")
            return None
        self._no_variant(value, name, names, field)
        return None

    def _no_variant(self, value: Value, name: Name | None, names: Sequence[str], field: str) -> None:
        written = value if isinstance(value, Text) else name
        if isinstance(written, Text) and written.text in names:
            fix = replace("Leave out the quotes", written.span, written.text)
            self.refuse(written.span, f"`{written.text}` stands without quotes", f"Write `{written.text}`.", fix)
            return
        known = ", ".join(f"`{known}`" for known in names)
        near = nearest(written.text, names) if written is not None else None
        fixes = (replace(f"Write `{near}`", written.span, near),) if near and written is not None else ()
        span = written.span if written is not None else value.span
        about = f", not `{written.text}`" if written is not None else ""
        self.refuse(span, f"`{field}` is one of {known}{about}", f"Write one of {known}.", *fixes)

    def only(self, group: Group) -> Value | None:
        """The one value that a variant holds."""
        name = group.name.text if group.name else "it"
        self.bracket(group, "(", f"what `{name}` holds")
        values = [member.value for member in group.members if member.key is None]
        if len(group.members) != 1 or len(values) != 1:
            if group.close is not None:
                self.refuse(group.span, f"`{name}` holds one value", f"Write `{name}(…)` with one value in it.")
            return None
        return values[0]


_PLAIN: Final = frozenset({"ServerDeath", "FromBytes", "Zerocopy", "Ssmarshal", "Hubpack"})


def nearest(written: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant."""
    return next(iter(difflib.get_close_matches(written, list(names), 1, _LIKE)), None)


def _meant(unknown: Sequence[Name], shape: Shape, found: Mapping[str, Member]) -> dict[str, Name]:
    """For each absent field the unknown one that was probably meant: the likest, or the only one that there is."""
    absent = [field for field in shape.fields if field not in found]
    meant: dict[str, Name] = {}
    for name in unknown:
        near = nearest(name.text, [field for field in absent if field not in meant])
        if near is not None:
            meant[near] = name
    needed = [field for field in absent if field in shape.required]
    if len(unknown) == 1 and len(needed) == 1 and not meant:
        meant[needed[0]] = unknown[0]
    return meant
