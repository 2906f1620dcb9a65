"""What is shown between the words of an interface: numbers that only the order tells, and what a server gets."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.idol.about import lease_told
from leaselens.idol.generated import received
from leaselens.idol.tree import Interface
from leaselens.model.analysis import Annotation


def annotate(interface: Interface) -> Iterator[Annotation]:
    """An operation's number, with the course of a call; a lease's index, and the type in which it is received."""
    for operation in interface.operations:
        yield Annotation(operation.name.span.start, f"#{operation.number} ", "", operation.span)
        for lease in operation.leases:
            yield Annotation(lease.name.span.start, f"[{lease.index}] ", "\n\n".join(lease_told(lease)))
            yield Annotation(lease.span.end, f" → {received(lease)}", "What the server gets for this lease.")
