"""The course of a call of an operation, from SEND to REPLY (reference §A.1, §F.2)."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.idol.generated import access, error, is_slice, type_of
from leaselens.idol.tree import Lease, Operation
from leaselens.model.chart import Chart, Message, Passing

CLIENT, SERVER = 0, 1


def chart(operation: Operation) -> Chart:
    """What passes between a client and the server: the message, the uses of the leases, the reply."""
    title = f"{operation.name.text} #{operation.number}"
    return Chart(title, ("client", "server"), tuple(_messages(operation)), _ending(operation))


def described(lease: Lease) -> str:
    """``[1] dest: [u8], W, max 128``."""
    parts = [lease.type.text if lease.type is not None else "_", access(lease)]
    if lease.max_len is not None and lease.max_len.count is not None:
        parts.append(f"max {lease.max_len.count}")
    elif is_slice(lease):
        parts.append("any length")
    return f"[{lease.index}] {lease.name.text}: {', '.join(parts)}"


def _messages(operation: Operation) -> Iterator[Message]:
    yield Message(Passing.SEND, CLIENT, _send(operation), operation.name.span)
    for lease in operation.leases:
        if lease.may_read:
            yield Message(Passing.READ, CLIENT, described(lease), lease.span)
        if lease.may_write:
            yield Message(Passing.WRITE, SERVER, described(lease), lease.span)
    reply = operation.reply
    span = reply.span if reply is not None else operation.name.span
    ok = type_of(reply.ok) if reply is not None else "_"
    failure = f" | {error(reply)}" if reply is not None and reply.is_result else ""
    yield Message(Passing.REPLY, SERVER, f"REPLY {ok}{failure}", span)


def _send(operation: Operation) -> str:
    names = ", ".join(argument.name.text for argument in operation.arguments)
    lent = len(operation.leases)
    leases = "" if not lent else " + 1 lease" if lent == 1 else f" + {lent} leases"
    return f"SEND {operation.number}{f' ({names})' if names else ''}{leases}"


def _ending(operation: Operation) -> str:
    indices = " and ".join(f"[{lease.index}]" for lease in operation.leases)
    if not indices:
        return "no memory was lent"
    return f"{'leases' if len(operation.leases) > 1 else 'lease'} {indices} revoked"
