"""What a file's surroundings say about it: plain values, looked up by whoever may read files."""

from __future__ import annotations

from dataclasses import dataclass

from leaselens.idol.limits import Version
from leaselens.text import Span


@dataclass(frozen=True, slots=True)
class Stub:
    """A place in a build script that generates code from the interface."""

    path: str
    span: Span

    @property
    def crate(self) -> str:
        """The name of the crate's folder."""
        return self.path.split("/")[-2] if "/" in self.path else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The build scripts' calls that make clients and servers of the interface, and the version of Idol's runtime, where
    known."""

    clients: tuple[Stub, ...] = ()
    servers: tuple[Stub, ...] = ()
    runtime: Version | None = None


NOTHING_KNOWN = Facts()
