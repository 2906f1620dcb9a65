"""Bad input through the whole command, in a process of its own: an answer, in time, and never a traceback."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

MILLIONS = 5_000_000
PROGRAMS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \t\r\n\r\n",
    "binary": random.Random(7).randbytes(100_000),
    "zeros": bytes(100_000),
    "a 5 MB string": b'let s = "' + b"a" * MILLIONS + b'"\n',
    "a 5 MB sum": b"let s = " + b"1 + " * (MILLIONS // 4) + b"1\n",
    "5 MB of names": b"x " * (MILLIONS // 2),
    "10,000 brackets": b"(" * 10_000 + b")" * 10_000,
    "10,000 open brackets": b"[" * 10_000,
    "10,000 closers": b"}" * 10_000,
    "10,000 blocks": b"fn f() {" + b"if true { " * 10_000,
    "an unterminated string": b'let s = "abc\nlet t = 1\n',
    "an unterminated brace": b'let s = "abc {x \nfn f( {',
    "nested strings": b'print("{' * 2_000,
    "an endless loop": b"loop { }\n",
    "a list that grows": b"class L(n)\nlet l = L(0)\nloop { l = L(l.give) }\n",
    "recursion": b"fn f(x) -> { f(x) }\nf(1)\n",
    "line separators": "let a = 1\u2028\u2029\x0b\x0c\x85nobody\n".encode(),
}


ALL = """
from leaselens.cli import main
for arguments in (["check", "x.dada"], ["check", "x.dada", "--format", "json"], ["diagram", "x.dada:1:20"]):
    assert main(arguments) in (0, 1, 2)
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_bad_input_has_an_answer(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.dada").write_bytes(PROGRAMS[name])
    ran = subprocess.run([sys.executable, "-c", ALL], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0
    assert b"Traceback" not in ran.stdout + ran.stderr
    assert b"bug in leaselens" not in ran.stderr
    assert len(ran.stderr) < 1000
