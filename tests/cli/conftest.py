"""The command line as tests use it: arguments in, exit code and streams out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from leaselens.cli import bugs, main

LETTER = """\
class Box(content)

let box = Box("a letter")
let guest = box.lease
print(box.content).await
guest.content = "a parcel"
"""
"""A program with one error: the last line uses a lease that the line above ended."""

FINE = "let n = 1\nprint(n).await\n"

DOUBTFUL = """\
class Box(content)

fn open(c) {
    let box = Box("a letter")
    let guest = box.lease
    if c {
        box.content = "nothing"
    }
    guest.content = "a parcel"
}
"""
"""A program with one warning: the lease has ended on some runs only."""


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"


def conforms(value: Any, schema: str) -> None:
    """Hold a value against ``docs/schemas/SCHEMA.schema.json``."""
    rules = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(value)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in ``files``, piped, with ``stdin`` as its standard input."""
    monkeypatch.setenv(bugs.RAISE, "1")
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
