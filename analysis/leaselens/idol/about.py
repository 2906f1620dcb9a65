"""What an editor tells of the thing under the pointer: an operation, a lease, an argument, a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leaselens.idol.chart import chart
from leaselens.idol.facts import Facts, Stub
from leaselens.idol.fields import FIELDS, VARIANTS
from leaselens.idol.generated import (
    access,
    client_signature,
    is_slice,
    passed,
    received,
    server_signature,
    server_trait,
    type_of,
)
from leaselens.idol.tree import Argument, Interface, Lease, Operation
from leaselens.model.analysis import Note
from leaselens.render.markdown import block, code, prose
from leaselens.text import Token

_BORROWS = {"R": "`BORROW_READ`", "W": "`BORROW_WRITE`", "RW": "`BORROW_READ` and `BORROW_WRITE`"}


def about(interface: Interface | None, tokens: tuple[Token, ...], facts: Facts, offset: int) -> Note | None:
    """The note about what is under a pointer, the innermost thing first; ``None`` where there is nothing to tell."""
    if interface is None:
        return None
    if interface.name is not None and interface.name.span.contains(offset):
        return Note(interface.name.span, tuple(_interface(interface, facts)))
    for operation in interface.operations:
        if operation.span.contains(offset):
            return _in_operation(interface, operation, facts, offset) or _word(tokens, offset)
    return _word(tokens, offset)


def _in_operation(interface: Interface, operation: Operation, facts: Facts, offset: int) -> Note | None:
    if operation.name.span.contains(offset):
        return Note(operation.name.span, tuple(_operation(interface, operation, facts)), chart(operation))
    for lease in operation.leases:
        if lease.name.span.contains(offset):
            return Note(lease.name.span, tuple(lease_told(lease)), chart(operation))
    for index, argument in enumerate(operation.arguments):
        if argument.name.span.contains(offset):
            return Note(argument.name.span, tuple(_argument(index, argument)))
    return None


def _word(tokens: tuple[Token, ...], offset: int) -> Note | None:
    token = next((token for token in tokens if token.kind == "NAME" and token.span.contains(offset)), None)
    meaning = FIELDS.get(token.text) or VARIANTS.get(token.text) if token is not None else None
    return Note(token.span, (f"`{token.text}`: {meaning}",)) if token is not None and meaning else None


def _interface(interface: Interface, facts: Facts) -> Iterator[str]:
    count = len(interface.operations)
    name = code(interface.name.text if interface.name else "_")
    yield f"interface {name} · {count} operation{'s' * (count != 1)}"
    yield f"A server implements the trait {code(server_trait(interface))}."
    for side, stubs in (("Servers", facts.servers), ("Clients", facts.clients)):
        if stubs:
            yield f"{side} are generated in {_crates(stubs)}."


def _crates(stubs: Iterable[Stub]) -> str:
    return ", ".join(code(crate) for crate in dict.fromkeys(stub.crate for stub in stubs))


def _operation(interface: Interface, operation: Operation, facts: Facts) -> Iterator[str]:
    if operation.is_idempotent:
        death = "idempotent: a client repeats it by itself after a restart of the server"
    else:
        death = "not idempotent: the caller must handle the server's death"
    name = code(operation.name.text)
    yield f"#{operation.number} {name} (opcode {operation.number}) · {operation.encoding} · {death}"
    if operation.doc:
        yield _quoted(operation.doc)
    signatures = (
        "// a client calls",
        client_signature(operation),
        f"// a server implements, in {server_trait(interface)}",
        server_signature(operation),
    )
    yield block("\n".join(signatures), "rust")
    if facts.servers:
        yield f"It is implemented in {_crates(facts.servers)}."
    yield (
        "If the server restarts before it replies, the client gets a dead code; "
        "if the client restarts, the server's next use of a lease fails, and it must not reply."
    )


def lease_told(lease: Lease) -> Iterator[str]:
    """What there is to know of a lease, in paragraphs."""
    count = lease.max_len.count if lease.max_len is not None else None
    length = f" · ≤ {count} elements" if count is not None else " · any length" if is_slice(lease) else ""
    type = lease.type.text if lease.type is not None else "_"
    yield f"lease {lease.index} {code(lease.name.text)} · {access(lease)} · {code(type)}{length}"
    yield (
        f"From SEND to REPLY the server may {_BORROWS.get(access(lease), 'do nothing with it')}, "
        "and the client's task is suspended. "
        "The lease ends with the reply: with REPLY or REPLY_FAULT, or when either task faults or restarts."
    )
    panics = f"; longer than {count} panics the client" if count is not None else ""
    yield f"The client passes {code(passed(lease))}{panics}. The server gets {code(received(lease))}."
    if is_slice(lease) and count is None:
        yield "Nothing limits its length: the server must look at `len()` before it goes by it."


def _argument(index: int, argument: Argument) -> Iterator[str]:
    yield f"argument {index} {code(argument.name.text)} · {code(type_of(argument.value))}: copied into the message"


def _quoted(text: str) -> str:
    """A comment of the interface as a quotation in Markdown."""
    return "\n".join(f"> {prose(line.strip())}" for line in text.splitlines())
