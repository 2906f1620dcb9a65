"""The compile-time half of the reference's test suite: reads its programs, never stores them (reference §F).

A folder of programs is named by the environment variable ``LEASELENS_DADA``. As a script it prints how many agree:
``LEASELENS_DADA=.../dada_tests python tests/corpus/dada/compile_suite.py``.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leaselens.dada.checks import all_diagnostics
from leaselens.dada.detect import detect
from leaselens.dada.dialects import DIALECTS
from leaselens.dada.names import resolve
from leaselens.dada.reading import read
from leaselens.diagnostics import Diagnostic
from leaselens.text import Source

_ANNOTATION = re.compile(
    r"^(?P<code>[^#]*)#!\s*(?P<carets>\^+)?\s*(?P<run>RUN )?(?P<severity>ERROR|WARNING|INFO) (?P<message>.*)$"
)
_REFERENCE_HEAD = re.compile(r"^Error: (?P<message>.*)\n\s*╭─\[[^\]]*:(?P<line>\d+):(?P<column>\d+)\]", re.MULTILINE)
_REFERENCE_LABEL = re.compile(r"╰─+ (.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Expected:
    """An annotation: 1-based line and columns; the columns only where carets stand."""

    line: int
    columns: tuple[int, int] | None
    message: re.Pattern[str]


def root() -> Path | None:
    """The folder of the suite, if there is one."""
    folder = os.environ.get("LEASELENS_DADA")
    return Path(folder) if folder else None


def programs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.dada"))


def expected(text: str) -> Iterator[Expected]:
    """The compile diagnostics that a program announces (§F.2)."""
    code_line = 1
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith("#!"):
            code_line = number
        match = _ANNOTATION.match(line)
        if match and not match["run"]:
            assert match["severity"] == "ERROR", "the reference never warns at compile time"
            carets = match["carets"]
            columns = (match.start("carets") + 1, match.end("carets") + 1) if carets else None
            yield Expected(code_line, columns, re.compile(match["message"].strip()))


def observed(path: Path) -> tuple[Source, tuple[Diagnostic, ...]]:
    source = Source(str(path), path.read_bytes().decode())
    file = read(source, DIALECTS["v3"])
    return source, all_diagnostics(file, resolve(file))


def complaints(path: Path) -> list[str]:
    """In what our diagnostics differ from the annotations (§F.3), from the stored labels, or detection from v3."""
    source, diagnostics = observed(path)
    wanted = sorted(expected(source.text), key=lambda one: (one.line, one.columns or (0, 0)))
    result = []
    if len(wanted) != len(diagnostics):
        result.append(f"{len(wanted)} expected, {len(diagnostics)} found: {[d.message for d in diagnostics]}")
    result += [
        f"{want} is not {found}"
        for want, found in zip(wanted, diagnostics, strict=False)
        if not _matches(want, found, source)
    ]
    if _labels(path) != sorted(_told(found, source) for found in diagnostics):
        result.append(f"labels: {_labels(path)} are not {sorted(_told(found, source) for found in diagnostics)}")
    if (name := detect(source.text).dialect.name) != "v3":
        result.append(f"detected as {name}")
    return result


def _matches(want: Expected, found: Diagnostic, source: Source) -> bool:
    start, end = (source.lines.position(offset) for offset in found.span)
    if start.line + 1 != want.line or not want.message.search(found.message):
        return False
    return want.columns is None or want.columns == (start.column + 1, end.column + 1)


Told = tuple[str, int, int, list[str]]


def _told(found: Diagnostic, source: Source) -> Told:
    position = source.lines.position(found.span.start)
    labels = sorted([found.label or "", *(step.message for step in found.related)])
    return found.message, position.line + 1, position.column + 1, labels


def _labels(path: Path) -> list[Told]:
    """What the reference printed: message, position and labels of every diagnostic."""
    text = (path.with_suffix("") / "compiler-output.ref").read_text(encoding="utf-8")
    heads = list(_REFERENCE_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return sorted(
        (
            head["message"],
            int(head["line"]),
            int(head["column"]),
            sorted(_REFERENCE_LABEL.findall(text[head.end() : end])),
        )
        for head, end in zip(heads, ends, strict=False)
    )


def main() -> int:
    folder = root()
    if folder is None:
        print("LEASELENS_DADA names no folder")
        return 2
    paths = programs(folder)
    wrong = {path: found for path in paths if (found := complaints(path))}
    for path, found in wrong.items():
        print(path.relative_to(folder), *found, sep="\n    ")
    print(f"{len(paths) - len(wrong)} of {len(paths)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
