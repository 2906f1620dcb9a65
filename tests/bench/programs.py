"""Generated programs of realistic shape, in Dada for ours and in Python for others: the same functions in both.

Functions of 5 to 40 lines, a class for every ten of them, calls between them, branches and loops, and a main that
reaches most of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """A text, and the line after which the bench types."""

    name: str
    text: str
    line: int


def dada(count: int) -> Program:
    """A program of about ``count`` lines."""
    return _program("bench.dada", _Dada(), count)


def python(count: int) -> Program:
    """The same in Python."""
    return _program("bench.py", _Python(), count)


class _Dada:
    def shape(self, number: int) -> Iterator[str]:
        yield from (f"class Point{number}(x, y)", "")

    def function(self, number: int, parts: list[int], callee: int | None) -> Iterator[str]:
        yield f"fn f{number}(p, q) -> {{"
        yield f"    let part = Point{number // 10}(p.x, {number})"
        for index, part in enumerate(parts):
            yield from self._part(index, part)
        if callee is not None:
            yield f"    total += f{callee}(p, q)"
        yield from ("    total", "}", "")

    def _part(self, index: int, kind: int) -> Iterator[str]:
        if index == 0:
            yield "    let total = part.y"
        if kind == 0:
            yield f"    let lease{index} = part.lease"
            yield f"    lease{index}.x = total + {index}"
        elif kind == 1:
            yield from (
                f"    if total > {index + 40} {{",
                "        total -= 40",
                "    } else {",
                "        total += q.x",
                "    }",
            )
        elif kind == 2:
            yield from (f"    let shared{index} = part.share", f"    total += shared{index}.x + shared{index}.y")
        else:
            yield f"    let round{index} = 0"
            yield from (f"    while round{index} < 3 {{", f"        round{index} += 1", "        total += 2", "    }")

    def main(self, count: int) -> Iterator[str]:
        yield from ("let p = Point0(22, 44)", "let q = Point0(1, 2)", "let sum = 0")
        yield from (f"sum += f{number}(p, q)" for number in range(count) if number % 10)
        yield 'print("{sum}").await'


class _Python:
    def shape(self, number: int) -> Iterator[str]:
        yield f"class Point{number}:"
        yield from (
            "    def __init__(self, x: int, y: int) -> None:",
            "        self.x = x",
            "        self.y = y",
            "",
            "",
        )

    def function(self, number: int, parts: list[int], callee: int | None) -> Iterator[str]:
        yield f"def f{number}(p: Point0, q: Point0) -> int:"
        yield f"    part = Point{number // 10}(p.x, {number})"
        for index, part in enumerate(parts):
            yield from self._part(index, part)
        if callee is not None:
            yield f"    total += f{callee}(p, q)"
        yield from ("    return total", "", "")

    def _part(self, index: int, kind: int) -> Iterator[str]:
        if index == 0:
            yield "    total = part.y"
        if kind == 0:
            yield from (f"    lease{index} = part", f"    lease{index}.x = total + {index}")
        elif kind == 1:
            yield from (f"    if total > {index + 40}:", "        total -= 40", "    else:", "        total += q.x")
        elif kind == 2:
            yield from (f"    shared{index} = part", f"    total += shared{index}.x + shared{index}.y")
        else:
            yield f"    round{index} = 0"
            yield from (f"    while round{index} < 3:", f"        round{index} += 1", "        total += 2")

    def main(self, count: int) -> Iterator[str]:
        yield from ("p = Point0(22, 44)", "q = Point0(1, 2)", "sum_ = 0")
        yield from (f"sum_ += f{number}(p, q)" for number in range(count) if number % 10)
        yield 'print(f"{sum_}")'


def _program(name: str, language: _Dada | _Python, count: int) -> Program:
    chance = random.Random(1)
    lines: list[str] = []
    starts: list[int] = []
    while len(lines) + len(starts) < count or len(starts) < 2:
        number = len(starts)
        if number % 10 == 0:
            lines += language.shape(number // 10)
        # The shortest have five lines; one in ten of them is long.
        parts = [chance.randrange(4) for _ in range(chance.choice([1, 1, 1, 2, 2, 2, 3, 3, 4, 9]))]
        starts.append(len(lines))
        callee = chance.randrange(number) if number % 4 == 3 else None
        lines += language.function(number, parts, callee)
    line = starts[len(starts) // 2] + 1
    return Program(name, "\n".join([*lines, *language.main(len(starts)), ""]), line)
