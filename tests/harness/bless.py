"""Rewrites the blocks of case files that no longer show what is seen: ``scripts/bless [PATH...]``.

Without arguments, the files that are made from others are made anew too (``generated``).
The marks in the programs are never touched: they say what is right, and a person writes them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.case import BadCase, read_cases
from harness.generated import GENERATED
from harness.marks import differences
from harness.observed import analysed, marks, observed

CASES = Path(__file__).parents[1] / "cases"


def case_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The case files in folders, and files as they are given."""
    for path in paths:
        yield from sorted(path.rglob("*.md")) if path.is_dir() else [path]


def blessed(path: Path, text: str) -> str:
    """The text of a case file with every block as it ought to be."""
    lines = text.split("\n")
    for case in reversed(read_cases(path, text)):
        for block in reversed(case.shown):
            seen = observed(case, block).split("\n")
            if any(line.startswith(block.fence) for line in seen):
                raise BadCase(f"{path}:{block.first + 1}: this block needs longer fences")
            lines[block.first + 1 : block.last] = seen
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Bless the files or folders that are named, or all cases; 1 if a mark does not hold or a file can't be read."""
    code = 0
    if not arguments:
        generate()
    for path in case_files([Path(a) for a in arguments] or [CASES]):
        try:
            code |= _bless(path)
        except (BadCase, OSError) as error:
            print(error, file=sys.stderr)
            code = 1
    return code


def generate() -> None:
    """Write every generated file that is stale."""
    for path, made in GENERATED.items():
        _write(path, path.read_text("utf-8") if path.exists() else "", made())


def _write(path: Path, old: str, new: str) -> None:
    if new != old:
        path.write_text(new, "utf-8")
        print(f"blessed {path}")


def _bless(path: Path) -> int:
    text = path.read_text("utf-8")
    new = blessed(path, text)
    _write(path, text, new)
    wrong = [
        f"{path}: {case.name}: {difference}"
        for case in read_cases(path, new)
        for difference in differences(marks(case).expectations, analysed(case).diagnostics, analysed(case).source)
    ]
    print(*wrong, sep="\n", end="\n" * bool(wrong), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
