"""Names and types that are not Rust (HUB112)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaselens.idol import catalogue
from leaselens.idol.findings import Finding, replace
from leaselens.idol.ron import Text
from leaselens.idol.rust_names import PRIMITIVES, is_identifier, read_type
from leaselens.idol.tree import Interface, Operation, Recv, Typed

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(name: str) -> list[str]:
    """The words of a name in snake or camel case, in small letters."""
    return [word.lower() for word in _WORD.findall(name)]


def misspelling(interface: Interface) -> Iterator[Finding]:
    """HUB112: every name becomes a Rust identifier, every type stands in Rust code (§B.1; §B.2, 12)."""
    names = [interface.name] if interface.name is not None else []
    for operation in interface.operations:
        names += [operation.name, *(a.name for a in operation.arguments), *(le.name for le in operation.leases)]
        for typed in _typed(operation):
            yield from _type(typed.type)
            yield from _recv(typed.recv)
        for lease in operation.leases:
            yield from _type(lease.type)
        if operation.reply is not None and operation.reply.error is not None:
            yield from _type(operation.reply.error.type)
    for name in names:
        yield from _name(name)


def _typed(operation: Operation) -> list[Typed]:
    values = [argument.value for argument in operation.arguments]
    values.append(operation.reply.ok if operation.reply is not None else None)
    return [value for value in values if value is not None]


def _name(name: Text) -> Iterator[Finding]:
    if is_identifier(name.text):
        return
    if re.fullmatch(r"r#\w+", name.text):
        message = f"`{name.text}` crashes the generator: it takes no raw identifiers"
    else:
        message = f"`{name.text}` is not a Rust identifier"
    better = re.sub(r"\W+", "_", name.text).strip("_")
    fixes = (replace(f"Write `{better}`", name.inner, better),) if is_identifier(better) else ()
    help = "A name is made of letters, digits and `_`, begins with no digit, and is no keyword of Rust."
    yield Finding(catalogue.BAD_IDENT_OR_TYPE.at(name.span, message, help=help), fixes)


def _type(type: Text | None) -> Iterator[Finding]:
    if type is not None and read_type(type.text) is None:
        message = f"`{type.text}` is not a Rust type" if type.text.strip() else "a type is missing"
        help = "Write a type such as `u32`, `[u8; 4]` or `my_api::Mode`."
        yield Finding(catalogue.BAD_IDENT_OR_TYPE.at(type.span, message, help=help))


def _recv(recv: Recv | None) -> Iterator[Finding]:
    if recv is not None and recv.function is not None:
        yield from _name(recv.function)
    if recv is None or recv.type is None:
        return
    if recv.kind == "FromPrimitive" and recv.type.text.strip() not in PRIMITIVES:
        message = f"`FromPrimitive` takes a primitive type, and `{recv.type.text}` is none"
        found = catalogue.BAD_IDENT_OR_TYPE.at(recv.type.span, message, help="Write a type such as `u8` or `u32`.")
        yield Finding(found)
    else:
        yield from _type(recv.type)
