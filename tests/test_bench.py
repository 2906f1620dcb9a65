"""The bench works: every number of its table is measured. How large they are is no test's business."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bench.__main__ import main
from bench.programs import dada, python

from leaselens.languages import analyse
from leaselens.text import Source


def test_a_small_run_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    options = ["--alone", "--sizes", "40", "--keys", "2", "--burst", "5", "--growth", "5", "--output", str(page)]
    assert main(options) == 0
    written = page.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (floor|leaselens) \|((?: [^|]+ \|){11})$", written, re.MULTILINE)
    assert [name for name, _ in rows] == ["floor", "leaselens"]
    assert not [row for row in rows if "–" in row[1] and row[0] == "leaselens"], "everything was measured"
    goals = re.findall(r"^\| (.*) \| ([\d.]+) \| (.*) \| (?:yes|\*\*no\*\*) \|$", written, re.MULTILINE)
    assert len(goals) > 6
    assert not [goal for goal in goals if "–" in goal[2]]
    assert "`scripts/bench --alone --sizes 40" in written, "how it was made"


@pytest.mark.parametrize("lines", [50, 300])
def test_the_programs_are_sound(lines: int) -> None:
    program = dada(lines)
    found = analyse(Source(program.name, program.text))
    assert [d for d in found.diagnostics if d.severity in ("error", "warning")] == []
    assert abs(program.text.count("\n") - lines) < 50
    compile(python(lines).text, "bench.py", "exec")
