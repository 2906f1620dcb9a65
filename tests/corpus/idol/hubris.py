"""The interfaces of a checkout of Hubris, named by ``LEASELENS_HUBRIS``, and what is found in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from leaselens import disk
from leaselens.diagnostics import Diagnostic, Severity
from leaselens.languages import analyse, language_of
from leaselens.model.analysis import Analysis
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


def analysed(source: Source, folder: disk.Folder) -> Analysis:
    """A text in the place of an interface: which build scripts name it counts."""
    return analyse(source, files=folder)


def told(source: Source, folder: disk.Folder) -> list[Diagnostic]:
    """What is told of it to somebody who did not ask for advice."""
    return [found for found in analysed(source, folder).diagnostics if not found.optional]


def grave(found: Diagnostic) -> bool:
    """Whether it is an error."""
    return found.severity is Severity.ERROR
