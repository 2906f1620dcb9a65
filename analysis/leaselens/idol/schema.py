"""From RON values to an interface: which fields there are, in which brackets, of which kind (HUB102, HUB103, HUB106).

What Idol takes is in reference §B.1. A part that can't be understood is left out of the tree, and everything else is
read on.
"""

from __future__ import annotations

from typing import Final

from leaselens.diagnostics import Severity
from leaselens.idol import catalogue, tree
from leaselens.idol.findings import Finding, replace
from leaselens.idol.limits import limit
from leaselens.idol.ron import Document, Group, Member, Name, Text, Value
from leaselens.idol.structs import Fields, Shape, Structs
from leaselens.text import Span

INTERFACE: Final = Shape("Interface", "an interface", ("name", "ops"))
OPERATION: Final = Shape(
    "Operation", "an operation", ("reply",), ("args", "leases", "idempotent", "encoding"), ("doc", "description")
)
LEASE: Final = Shape("Lease", "a lease", ("type",), ("read", "write", "max_len"))
TYPED: Final = Shape(None, "an argument", ("type",), ("recv",), is_strict=True)
RESULT: Final = Shape("Result", "a `Result`", ("ok", "err"))
REPLIES: Final = ("Simple", "Result")
ERRORS: Final = ("CLike", "Complex", "ServerDeath")
RECEIVERS: Final = ("FromBytes", "FromPrimitive", "From")
ENCODINGS: Final = tuple(tree.Encoding)


class Schema(Structs):
    """One reading of a document; ``findings`` are the mistakes in it."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document

    def interface(self) -> tree.Interface | None:
        """The interface of the document, as much of it as there is."""
        value = self._document.value
        fields = self.struct(value, INTERFACE, "the interface", value.span if value else None)
        if fields is None:
            return None
        name = self.text(fields.value("name"), "the interface's name")
        entries = self.entries(fields.member("ops"), "ops")
        operations = tuple(
            operation
            for number, (key, value) in enumerate(entries, 1)
            if (operation := self._operation(key, value, number)) is not None
        )
        return tree.Interface(fields.group.span, name, operations)

    # ------------------------------------------------------------ operations

    def _operation(self, name: Text, value: Value | None, number: int) -> tree.Operation | None:
        fields = self.struct(value, OPERATION, f"operation `{name.text}`", name.span)
        if fields is None:
            return None
        self._description(fields)
        arguments = self.entries(fields.member("args"), "args")
        leases = enumerate(self.entries(fields.member("leases"), "leases"))
        encoding = fields.value("encoding")
        chosen = self.variant(encoding, ENCODINGS, "encoding")
        doc = fields.value("doc") or fields.value("description")
        return tree.Operation(
            name.span.to(fields.group.span),
            fields.group.span,
            name,
            number,
            tuple(tree.Argument(_span(key, value), key, self._typed(value, key)) for key, value in arguments),
            tuple(lease for index, (key, value) in leases if (lease := self._lease(key, value, index)) is not None),
            self._reply(fields.value("reply")),
            self._flag(fields.member("idempotent"), "idempotent"),
            tree.Encoding(chosen.text) if isinstance(chosen, Name) else tree.Encoding.ZEROCOPY,
            encoding.span if encoding is not None else None,
            doc.text if isinstance(doc, Text) else None,
            fields.misspelt,
        )

    def _description(self, fields: Fields) -> None:
        member = fields.member("description")
        if member is not None and member.key is not None:
            message = "Idol ignores `description`; most interfaces write `doc`"
            found = catalogue.UNKNOWN_FIELD.at(
                member.key.span,
                message,
                help="Write `doc`, which is ignored as well, but which people look for.",
                severity=Severity.HINT,
                optional=True,
            )
            self.findings.append(Finding(found, (replace("Write `doc`", member.key.span, "doc"),)))

    def _lease(self, name: Text, value: Value | None, index: int) -> tree.Lease | None:
        fields = self.struct(value, LEASE, f"lease `{name.text}`", name.span)
        if fields is None:
            return None
        if isinstance(written := fields.value("max_len"), Group) and written.name is not None:
            self.bracket(written, "(", f"what `{written.name.text}` holds")
        max_len, problem = limit(fields.member("max_len"), "implicit_some" in self._document.extensions)
        self.findings += [problem] if problem is not None else []
        return tree.Lease(
            name.span.to(fields.group.span),
            fields.group.span,
            name,
            index,
            self.text(fields.value("type"), "a type"),
            self._flag(fields.member("read"), "read"),
            self._flag(fields.member("write"), "write"),
            max_len,
            fields.misspelt,
        )

    # ------------------------------------------------------------ replies

    def _reply(self, value: Value | None) -> tree.Reply | None:
        chosen = self.variant(value, REPLIES, "reply")
        if not isinstance(chosen, Group) or chosen.name is None:
            return None
        if chosen.name.text == "Simple":
            ok = self._payload(chosen)
            return tree.Reply(chosen.span, False, ok, None)
        fields = self.struct(chosen, RESULT, "the `Result`", chosen.name.span)
        if fields is None:
            return None
        return tree.Reply(chosen.span, True, self._typed(fields.value("ok")), self._error(fields.value("err")))

    def _payload(self, group: Group) -> tree.Typed | None:
        if any(member.key is not None for member in group.members):
            # With `unwrap_variant_newtypes` the inner brackets may be left out.
            unwrapped = Group(group.span, None, group.open, group.bracket, group.close, group.members)
            if "unwrap_variant_newtypes" in self._document.extensions:
                return self._typed(unwrapped)
        return self._typed(self.only(group))

    def _error(self, value: Value | None) -> tree.Error | None:
        chosen = self.variant(value, ERRORS, "err")
        if isinstance(chosen, Name):
            return tree.Error(chosen.span, tree.Failure(chosen.text), None)
        if not isinstance(chosen, Group) or chosen.name is None:
            return None
        type = self.text(self.only(chosen), "a type")
        return tree.Error(chosen.span, tree.Failure(chosen.name.text), type)

    # ------------------------------------------------------------ types

    def _typed(self, value: Value | None, owner: Text | None = None) -> tree.Typed | None:
        if isinstance(value, Group) and value.name is None and value.bracket != "[":
            what = f"argument `{owner.text}`" if owner else "the reply"
            fields = self.struct(value, TYPED, what, owner.span if owner else value.open)
            if fields is None:
                return None
            return tree.Typed(value.span, self.text(fields.value("type"), "a type"), self._recv(fields.value("recv")))
        text = self.text(value, "a type")
        return tree.Typed(text.span, text) if text is not None else None

    def _recv(self, value: Value | None) -> tree.Recv | None:
        chosen = self.variant(value, RECEIVERS, "recv")
        if isinstance(chosen, Name):
            return tree.Recv(chosen.span, chosen.text)
        if not isinstance(chosen, Group) or chosen.name is None:
            return None
        if chosen.name.text == "From":
            return self._from(chosen)
        return tree.Recv(chosen.span, chosen.name.text, self.text(self.only(chosen), "a type"))

    def _from(self, group: Group) -> tree.Recv:
        """``From("u8", Some("function"))``: the function may be ``None``, or left out."""
        self.bracket(group, "(", "what `From` holds")
        values = [member.value for member in group.members if member.key is None]
        if group.close is not None and (len(values) != len(group.members) or len(values) not in (1, 2)):
            self.refuse(group.span, "`From` holds a type, and perhaps a function", 'Write `From("u8", None)`.')
        type = self.text(values[0], "a type") if values else None
        return tree.Recv(group.span, "From", type, self._function(values[1]) if values[1:] else None)

    def _function(self, value: Value | None) -> Text | None:
        if isinstance(value, Group) and value.name is not None and value.name.text == "Some":
            return self.text(self.only(value), "the name of a function")
        if isinstance(value, Text) and "implicit_some" in self._document.extensions:
            return value
        if value is not None and not (isinstance(value, Name) and value.text == "None"):
            fixes = (
                (replace("Wrap it in `Some(…)`", value.span, f'Some("{value.text}")'),)
                if isinstance(value, Text)
                else ()
            )
            self.refuse(value.span, "the function is `Some(…)` or `None`", 'Write `Some("function")`.', *fixes)
        return None

    def _flag(self, member: Member | None, name: str) -> tree.Flag | None:
        if member is None or member.value is None:
            return None
        value = member.value
        if isinstance(value, Name) and value.text in ("true", "false"):
            return tree.Flag(member.span, value.span, value.text == "true")
        self.refuse(value.span, f"`{name}` is `true` or `false`", "Write one of the two, without quotes.")
        return None


def _span(key: Text, value: Value | None) -> Span:
    return key.span.to(value.span) if value is not None else key.span
