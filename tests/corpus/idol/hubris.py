"""The interfaces of a checkout of Hubris, named by ``LEASELENS_HUBRIS``, and what is found in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from leaselens import disk
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.idol import Facts, analyse
from leaselens.languages import language_of
from leaselens.text import Source

VARIABLE = "LEASELENS_HUBRIS"


def checkout() -> Path | None:
    """The checkout's folder, if one was named."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def interfaces(root: Path) -> Iterator[Source]:
    """Every file that is an interface."""
    folder = disk.Folder(str(root))
    for path in (*folder.ending(".idl"), *folder.ending(".idol")):
        text = folder.text(path)
        if text is not None and language_of(path, text, folder) == "idol":
            yield Source(path, text)


def told(text: str) -> list[Diagnostic]:
    """What is told about a text to somebody who did not ask for advice."""
    return [found for found in analyse(Source("mutated.idol", text), Facts()).diagnostics if not found.optional]


def grave(found: Diagnostic) -> bool:
    """Whether it is an error."""
    return found.severity is Severity.ERROR
