"""What may be typed at a cursor in an interface: fields, variants, types, the errors of other operations, snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from leaselens.idol import schema
from leaselens.idol.fields import FIELDS, VARIANTS
from leaselens.idol.reading import File, read
from leaselens.idol.ron import Group, Member, Name, Text, Value
from leaselens.idol.rust_names import PRIMITIVES
from leaselens.idol.tokens import TRIVIA
from leaselens.model.completion import Blank, Candidate, CandidateKind, Completions, Template
from leaselens.text import Source, Span

_WORD = re.compile(r"\w*")

Path = tuple[str, ...]
"""The names of the fields around a cursor, outermost first; an entry of a map is ``*``."""

_FIELDS = {
    (): schema.INTERFACE,
    ("ops", "*"): schema.OPERATION,
    ("ops", "*", "leases", "*"): schema.LEASE,
    ("ops", "*", "args", "*"): schema.TYPED,
    ("ops", "*", "reply", "Result"): schema.RESULT,
}
_VALUES: dict[str, Sequence[str]] = {
    "reply": schema.REPLIES,
    "err": schema.ERRORS,
    "encoding": schema.ENCODINGS,
    "recv": schema.RECEIVERS,
    "idempotent": ("true", "false"),
    "read": ("true", "false"),
    "write": ("true", "false"),
    "max_len": ("Some",),
}
_TEMPLATES: dict[str, Template] = {
    "name": ('name: "', Blank("Name"), '",'),
    "ops": ("ops: {\n\t", Blank(), "\n},"),
    "args": ('args: {"', Blank("name"), '": "', Blank("u32"), '"},'),
    "leases": ('leases: {\n\t"', Blank("data"), '": (type: "', Blank("[u8]"), '", ', Blank("read"), ": true),\n},"),
    "reply": ('reply: Result(ok: "', Blank("()"), '", err: CLike("', Blank("Error"), '")),'),
    "idempotent": ("idempotent: true,",),
    "encoding": ("encoding: ", Blank("Hubpack"), ","),
    "doc": ('doc: "', Blank(), '",'),
    "type": ('type: "', Blank("[u8]"), '"'),
    "recv": ('recv: FromPrimitive("', Blank("u8"), '")'),
    "read": ("read: true",),
    "write": ("write: true",),
    "max_len": ("max_len: Some(", Blank("64"), ")"),
    "ok": ('ok: "', Blank("()"), '",'),
    "err": ('err: CLike("', Blank("Error"), '"),'),
    "Some": ("Some(", Blank("64"), ")"),
    "Simple": ('Simple("', Blank("()"), '")'),
    "Result": ('Result(ok: "', Blank("()"), '", err: CLike("', Blank("Error"), '"))'),
    "CLike": ('CLike("', Blank("Error"), '")'),
    "Complex": ('Complex("', Blank("Error"), '")'),
    "FromPrimitive": ('FromPrimitive("', Blank("u8"), '")'),
    "From": ('From("', Blank("u8"), '", None)'),
}
_INTERFACE: Template = ('Interface(\n\tname: "', Blank("Name"), '",\n\tops: {\n\t\t', Blank(), "\n\t},\n)")
_OPERATION: Template = (
    '"',
    Blank("operation"),
    '": (\n\targs: {},\n\treply: Result(\n\t\tok: "',
    Blank("()"),
    '",\n\t\terr: CLike("',
    Blank("Error"),
    '"),\n\t),\n),',
)
_LEASE: Template = (
    '"',
    Blank("data"),
    '": (type: "',
    Blank("[u8]"),
    '", ',
    Blank("read"),
    ": true, max_len: Some(64)),",
)
_ARGUMENT: Template = ('"', Blank("name"), '": "', Blank("u32"), '",')
_ENTRIES = {"ops": ("operation", _OPERATION), "leases": ("lease", _LEASE), "args": ("argument", _ARGUMENT)}


def completions(source: Source, offset: int) -> Completions | None:
    """What may be typed at an offset; ``None`` in comments and where a name is made up."""
    file = read(source)
    token = next((t for t in file.tokens if t.start < offset <= t.end and t.kind != "SPACE"), None)
    if token is not None and token.kind in TRIVIA and not (token.kind == "BLOCK_COMMENT" and offset == token.end):
        return None
    word = _word(source.text, offset)
    if token is not None and token.kind.endswith("STRING"):
        found = tuple(_types(file, offset))
        return Completions(word, found) if found and token.start < offset < token.end else None
    return Completions(word, tuple(_candidates(file, word.start)))


def _word(text: str, offset: int) -> Span:
    start = offset
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    match = _WORD.match(text, offset)
    return Span(start, match.end() if match else offset)


def _candidates(file: File, offset: int) -> Iterator[Candidate]:
    path, group, member = _place(file.document.value, offset, ())
    if group is None:
        if file.interface is None:
            yield Candidate("Interface", CandidateKind.SNIPPET, note="an interface", template=_INTERFACE)
        return
    field = member.key.text if member is not None and isinstance(member.key, Name) else ""
    if member is not None and member.key is not None and offset > member.key.span.end:
        yield from (_word_candidate(name) for name in _VALUES.get(field, ()))
        return
    if path and path[-1] in _ENTRIES:
        name, template = _ENTRIES[path[-1]]
        yield Candidate(name, CandidateKind.SNIPPET, note=f"a new {name}", template=template)
    shape = _FIELDS.get(path)
    written = {m.key.text for m in group.members if isinstance(m.key, Name) and m is not member}
    for name in shape.fields if shape is not None else ():
        if name not in written and name != "description":
            yield Candidate(name, CandidateKind.FIELD, note=FIELDS[name], template=_TEMPLATES.get(name))


def _word_candidate(name: str) -> Candidate:
    kind = CandidateKind.KEYWORD if name in ("true", "false") else CandidateKind.CLASS
    return Candidate(name, kind, note=VARIANTS.get(name, ""), template=_TEMPLATES.get(name))


def _place(value: Value | None, offset: int, path: Path) -> tuple[Path, Group | None, Member | None]:
    """The innermost group around an offset, the way to it, and the member of it that the offset is in."""
    if not isinstance(value, Group) or not value.inside.touches(offset):
        return path, None, None
    if value.name is not None and value.name.text == "Result":
        path = (*path, "Result")
    members = [member for member in value.members if member.span.start <= offset]
    member = members[-1] if members else None
    ends = next((m.span.start for m in value.members if m.span.start > offset), value.inside.end)
    if member is not None:
        key = member.key
        step = "*" if isinstance(key, Text) else key.text if isinstance(key, Name) else ""
        inner = _place(member.value, offset, (*path, step) if step else path)
        if inner[1] is not None:
            return inner
        is_over = offset > member.span.end and ends >= offset and member.value is not None
        return path, value, None if is_over else member
    return path, value, None


# ---------------------------------------------------------------- within quotes


def _types(file: File, offset: int) -> Iterator[Candidate]:
    """Within the quotes of a type: errors that other operations have where an error stands, and types elsewhere."""
    interface = file.interface
    operations = interface.operations if interface is not None else ()
    errors = [o.reply.error.type for o in operations if o.reply is not None and o.reply.error is not None]
    others = [text for text in errors if text is not None and not text.span.touches(offset)]
    if any(text is not None and text.span.touches(offset) for text in errors):
        for name in dict.fromkeys(text.text for text in others if text.text):
            yield Candidate(name, CandidateKind.CLASS, note="the error of another operation")
        return
    values = [
        *chain.from_iterable((a.value.type for a in o.arguments if a.value is not None) for o in operations),
        *chain.from_iterable((lease.type for lease in o.leases) for o in operations),
        *(o.reply.ok.type for o in operations if o.reply is not None and o.reply.ok is not None),
    ]
    if any(text is not None and text.span.touches(offset) for text in values):
        used = dict.fromkeys(text.text for text in values if text is not None and not text.span.touches(offset))
        for name in dict.fromkeys([*used, "()", "[u8]", *sorted(PRIMITIVES)]):
            note = "used in this interface" if name in used else ""
            yield Candidate(name, CandidateKind.CLASS, note=note)
