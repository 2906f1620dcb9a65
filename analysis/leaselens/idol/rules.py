"""What may be wrong with an interface that can be read: one function for each rule (reference §B.2, §F.3).

A rule yields what it finds. Where a field that Idol ignores was probably meant to be the one that a rule misses, the
finding stands there: one mistake, one diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.diagnostics import Fix, Related, Role, Severity
from leaselens.idol import catalogue
from leaselens.idol.facts import Facts
from leaselens.idol.findings import Finding, insert, replace
from leaselens.idol.limits import READ_WRITE_LEASES
from leaselens.idol.rust_names import Shape, read_type
from leaselens.idol.spelling import misspelling, words_of
from leaselens.idol.tree import Encoding, Failure, Flag, Interface, Lease, Operation


def findings(interface: Interface, facts: Facts) -> Iterator[Finding]:
    """What all rules find."""
    yield from misspelling(interface)
    yield from same_but_for_case(interface)
    for operation in interface.operations:
        for rule in (reserved, argument_and_lease, death, idempotent_death, recv, complex_error, toggles):
            yield from rule(operation, facts)
        for lease in operation.leases:
            yield from no_access(lease)
            yield from read_and_write(lease, operation, facts)
            yield from limited_type(lease)
            yield from leased_type(lease)
            yield from unbounded(lease)


# ---------------------------------------------------------------- leases


def no_access(lease: Lease) -> Iterator[Finding]:
    """HUB104: a lease with neither access makes both generators panic (§B.2, 1)."""
    if lease.may_read or lease.may_write:
        return
    message = f"lease `{lease.name.text}` grants no access; the generator panics"
    meant = next((name for name in _flags(lease) if name in lease.misspelt), None)
    if meant is not None:
        span = lease.misspelt[meant]
        found = catalogue.LEASE_NO_ACCESS.at(span, f"{message}; is this meant to be `{meant}`?")
        yield Finding(found, (replace(f"Write `{meant}`", span, meant),))
        return
    fixes = [_grant(lease, name) for name in ("read", "write")]
    yield Finding(catalogue.LEASE_NO_ACCESS.at(lease.name.span, message), tuple(fixes))


def _grant(lease: Lease, name: str) -> Fix:
    flag = _flags(lease)[name]
    if flag is not None:
        return replace(f"Write `{name}: true`", flag.value, "true")
    after = lease.type.span.end if lease.type is not None else lease.body.start + 1
    return insert(f"Add `{name}: true`", after, f", {name}: true")


def _flags(lease: Lease) -> dict[str, Flag | None]:
    return {"read": lease.read, "write": lease.write}


def read_and_write(lease: Lease, operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB105: an idempotent operation can't have such a lease (§B.2, 2); no other can be served by old runtimes (3)."""
    if not (lease.may_read and lease.may_write):
        return
    if operation.is_idempotent:
        message = f"lease `{lease.name.text}` of an idempotent operation may be read and written; no client can be made"
        yield Finding(catalogue.LEASE_READ_WRITE.at(lease.name.span, message))
    elif READ_WRITE_LEASES.holds_for(facts.runtime):
        yield Finding(catalogue.LEASE_READ_WRITE.at(lease.name.span, READ_WRITE_LEASES.what, severity=Severity.WARNING))


def limited_type(lease: Lease) -> Iterator[Finding]:
    """HUB106: only a slice has a length that could be limited (§B.2, 4)."""
    if lease.max_len is None or lease.max_len.count is None or lease.type is None:
        return
    type = read_type(lease.type.text)
    if type is not None and type.shape in (Shape.ARRAY, Shape.TUPLE, Shape.NAMED):
        message = f"`max_len` limits a slice, and `{type.text}` is none"
        help = "Leave `max_len` out, or lease a slice such as `[u8]`."
        yield Finding(catalogue.MAX_LEN_FORM.at(lease.max_len.span, message, help=help))


def leased_type(lease: Lease) -> Iterator[Finding]:
    """HUB113: a lease names the memory itself, of plain values that any bytes are good for (§B.2, 21)."""
    type = read_type(lease.type.text) if lease.type is not None else None
    if lease.type is None or type is None:
        return
    fixes: tuple[Fix, ...] = ()
    element = type.inner if type.shape in (Shape.SLICE, Shape.ARRAY) else type.text
    if type.shape is Shape.REFERENCE and type.inner is not None:
        message = f"leases carry the pointee; write `{type.inner}`, not `{type.text}`"
        fixes = (replace(f"Write `{type.inner}`", lease.type.inner, type.inner),)
    elif type.shape in (Shape.POINTER, Shape.DYN) or element == "str":
        message = f"`{type.text}` can't be leased; lease the bytes: `[u8]`"
    elif element in ("bool", "char") and lease.may_write:
        message = f"not every byte that the server may write is a `{element}`; lease `[u8]`"
    else:
        return
    help = "Name the type of the memory, made of plain numbers."
    yield Finding(catalogue.LEASE_TYPE.at(lease.type.span, message, help=help), fixes)


def unbounded(lease: Lease) -> Iterator[Finding]:
    """HUB116: without `max_len` a lease may have any length (§B.2, 23)."""
    type = read_type(lease.type.text) if lease.type is not None else None
    if lease.type is None or type is None or type.shape is not Shape.SLICE:
        return
    if lease.max_len is None and "max_len" not in lease.misspelt:
        message = f"lease `{lease.name.text}` may have any length: the server must look at `len()` itself"
        fix = insert("Add `max_len: Some(256)`", _last_part(lease), ", max_len: Some(256)")
        yield Finding(catalogue.UNBOUNDED_LEASE.at(lease.name.span, message, optional=True), (fix,))


def _last_part(lease: Lease) -> int:
    """The offset behind the last of the lease's fields."""
    parts = (lease.type, lease.read, lease.write)
    return max(part.span.end for part in parts if part is not None)


# ---------------------------------------------------------------- death of the server


def death(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB107: a client of an operation that can't be repeated must be able to say that the server died (§B.2, 7).

    The server's side builds all the same, so it is an error only where somebody makes a client.
    """
    reply = operation.reply
    if reply is None or reply.is_result or operation.is_idempotent or "idempotent" in operation.misspelt:
        return
    is_made = bool(facts.clients)
    ok = f'"{reply.ok.type.text}"' if reply.ok is not None and reply.ok.type is not None and not reply.ok.recv else None
    fixes = [insert("Say that it may be repeated: `idempotent: true`", reply.span.end, ", idempotent: true")]
    if ok is not None:
        fixes.insert(
            0, replace("Reply with `Result(…, err: ServerDeath)`", reply.span, f"Result(ok: {ok}, err: ServerDeath)")
        )
    where = [Related(Role.NOTE, "a client is generated here", stub.span, stub.path) for stub in facts.clients]
    found = catalogue.DEATH_UNREPRESENTABLE.at(
        reply.span,
        "clients cannot learn that the server died; use `Result(.., ServerDeath)` or mark idempotent",
        related=tuple(where),
        severity=Severity.ERROR if is_made else Severity.HINT,
        optional=not is_made,
    )
    yield Finding(found, tuple(fixes))


def idempotent_death(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB108: a client repeats an idempotent operation, so it never reports a death (§B.2, 8)."""
    del facts
    error = operation.reply.error if operation.reply is not None else None
    if operation.is_idempotent and error is not None and error.kind is Failure.SERVER_DEATH:
        assert operation.idempotent is not None
        message = f"`{operation.name.text}` is repeated after a server's death, so its clients never see `ServerDeath`"
        fixes = [replace("Say that it may not be repeated", operation.idempotent.value, "false")]
        ok = operation.reply.ok if operation.reply is not None else None
        if ok is not None and ok.type is not None and ok.recv is None and operation.reply is not None:
            fixes.append(replace("Reply with `Simple(…)`", operation.reply.span, f'Simple("{ok.type.text}")'))
        related = (Related(Role.DECLARED, "the error is declared here", error.span),)
        found = catalogue.IDEMPOTENT_SERVER_DEATH.at(operation.idempotent.span, message, related=related)
        yield Finding(found, tuple(fixes))


def toggles(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB115: a toggle that is repeated after a restart of the server may toggle twice (§B.2, 22)."""
    del facts
    if operation.is_idempotent and "toggle" in words_of(operation.name.text):
        assert operation.idempotent is not None
        fix = replace("Say that it may not be repeated", operation.idempotent.value, "false")
        found = catalogue.SUSPICIOUS_IDEMPOTENT.at(
            operation.idempotent.span, "a retry after server restart repeats the toggle"
        )
        yield Finding(found, (fix,))


# ---------------------------------------------------------------- encodings


def recv(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB109: an encoding by serde says itself how a value is received (§B.2, 9 and 10)."""
    del facts
    if operation.encoding is Encoding.ZEROCOPY:
        return
    values = [argument.value for argument in operation.arguments]
    values.append(operation.reply.ok if operation.reply is not None else None)
    for value in values:
        if value is not None and value.recv is not None and value.recv.kind != "FromBytes":
            message = f"`recv` has no effect with {operation.encoding}; the operation could not be called"
            fixes = (replace("Leave `recv` out", value.span, f'"{value.type.text}"'),) if value.type else ()
            yield Finding(catalogue.RECV_WITH_SERDE.at(value.recv.span, message), fixes)


def complex_error(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB110: only Hubpack can encode a structured error (§B.2, 11)."""
    del facts
    error = operation.reply.error if operation.reply is not None else None
    if error is None or error.kind is not Failure.COMPLEX or operation.encoding is Encoding.HUBPACK:
        return
    message = "`Complex` errors need `encoding: Hubpack`"
    if "encoding" in operation.misspelt:
        span = operation.misspelt["encoding"]
        question = f"{message}; is this meant to be `encoding`?"
        yield Finding(
            catalogue.COMPLEX_NEEDS_HUBPACK.at(span, question), (replace("Write `encoding`", span, "encoding"),)
        )
    elif operation.encoding_span is not None:
        fix = replace("Write `Hubpack`", operation.encoding_span, "Hubpack")
        yield Finding(catalogue.COMPLEX_NEEDS_HUBPACK.at(error.span, message), (fix,))
    else:
        assert operation.reply is not None
        fix = insert("Add `encoding: Hubpack`", operation.reply.span.end, ", encoding: Hubpack")
        yield Finding(catalogue.COMPLEX_NEEDS_HUBPACK.at(error.span, message), (fix,))


# ---------------------------------------------------------------- names


def reserved(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB111: the generated trait has methods of its own (§B.2, 15)."""
    del facts
    name = operation.name.text
    if name in ("recv_source", "closed_recv_fail"):
        message = f"`{name}` is a method that every generated server has already"
        yield Finding(catalogue.NAME_CLASH.at(operation.name.span, message))


def argument_and_lease(operation: Operation, facts: Facts) -> Iterator[Finding]:
    """HUB111: arguments and leases become parameters of one function (§B.2, 13)."""
    del facts
    arguments = {argument.name.text: argument.name for argument in operation.arguments}
    for lease in operation.leases:
        if lease.name.text in arguments:
            message = f"`{lease.name.text}` is both argument and lease; client stub will not compile"
            yield Finding(catalogue.clash(lease.name.span, message, arguments[lease.name.text].span))


def same_but_for_case(interface: Interface) -> Iterator[Finding]:
    """HUB111: the generated constants have capitals only (§B.2, 14)."""
    seen: dict[str, Operation] = {}
    for operation in interface.operations:
        first = seen.setdefault(operation.name.text.casefold(), operation)
        if first.name.text != operation.name.text:
            message = (
                f"`{operation.name.text}` and `{first.name.text}` differ in case only; the server will not compile"
            )
            yield Finding(catalogue.clash(operation.name.span, message, first.name.span))
