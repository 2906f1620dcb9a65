"""The oracle against the reference's own programs, where a machine has them (``LEASELENS_DADA``,
``LEASELENS_DADA_V2``, reference §F)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus.dada.marks import read_marks
from oracle.run import Outcome, absolute, run_file

from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.dada.tree import File
from leaselens.text import Source

FOLDERS = {"v3": os.environ.get("LEASELENS_DADA"), "v2": os.environ.get("LEASELENS_DADA_V2")}


@pytest.mark.parametrize("dialect", FOLDERS)
def test_the_oracle_agrees_with_the_reference(dialect: str) -> None:
    folder = FOLDERS[dialect]
    if folder is None:
        pytest.skip(f"no folder with the reference's test programs in {dialect} is named")
    programs = sorted(Path(folder).rglob("*.dada"))
    assert programs
    assert {str(path): wrong for path in programs if (wrong := list(complaints(path, dialect)))} == {}


def complaints(path: Path, dialect: str) -> Iterator[str]:
    """What the oracle says otherwise than the stored answers of one program."""
    source = Source(path.name, path.read_bytes().decode())
    file = read(source, DIALECTS[dialect])
    outcome = run_file(file, resolve(file))
    yield from wrong_error(file, outcome)
    stored = (path.with_suffix("") / "stdout.ref").read_bytes().decode()
    printed = outcome.text if outcome.main else "no `main` function"
    if not (printed == stored if outcome.main else stored.startswith(printed)):
        yield f"prints {printed!r}, not {stored!r}"


def wrong_error(file: File, outcome: Outcome) -> Iterator[str]:
    """The one run-time error: its line, its columns where carets tell them, its message."""
    expected = read_marks(file.source.text).run
    if outcome.error is None:
        yield from (f"no error, expected {want}" for want in expected)
        return
    start, end = (file.source.lines.position(offset) for offset in absolute(file, outcome.error.at))
    columns = (start.column + 1, end.column + 1)
    told = f"{outcome.error} at {start}"
    if len(expected) != 1 or expected[0].line != start.line + 1 or expected[0].columns not in (None, columns):
        yield f"{told}, expected {expected}"
    elif not re.search(expected[0].pattern, outcome.error.message):
        yield f"{told}, expected {expected[0].pattern}"
