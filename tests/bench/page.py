"""The page that a run writes: ``docs/performance.md``."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.goals import Results, goals
from bench.measures import Found, percentile

HEAD = Path(__file__).with_name("head.md").read_text(encoding="utf-8")
TAIL = Path(__file__).with_name("tail.md").read_text(encoding="utf-8")
"""What is written by hand: the runs that take longer."""

COLUMNS = (
    "start ms",
    "open ms",
    "key p50 ms",
    "× floor",
    "key p95 ms",
    "hover p50 ms",
    "hover, typing p50 ms",
    "burst ms",
    "stale",
    "MB",
    "growth MB",
)


def page(results: Results, versions: Mapping[str, str], facts: Mapping[str, object], costs: str) -> str:
    """The whole page. ``facts`` are the command, the date, and how much was measured; ``costs`` are the analysis'."""
    listed = "\n".join(f"| {name} | {version} |" for name, version in versions.items())
    machine = f"{platform.system()} {platform.machine()}"
    head = HEAD.format(
        machine=machine, cores=os.cpu_count(), python=platform.python_version(), versions=listed, **facts
    )
    tables = ("\n".join([*_heads(lines), *_rows(found), *_left(found), ""]) for lines, found in results.items())
    return "\n".join([head, *tables, goals(results), costs]) + TAIL


def _heads(lines: int) -> Iterator[str]:
    yield from (f"## {lines:,} lines", "", f"| server | {' | '.join(COLUMNS)} |", f"|{' --- |' * (len(COLUMNS) + 1)}")


def _rows(found: Mapping[str, Found]) -> Iterator[str]:
    floor = percentile(found["floor"].key, 50) if "floor" in found else None
    for name, one in found.items():
        key = percentile(one.key, 50)
        cells = (
            _ms(percentile(one.start, 50)),
            _ms(percentile(one.open, 50)),
            _ms(key),
            f"{key / floor:.1f}" if key and floor else "–",
            _ms(percentile(one.key, 95)),
            _ms(percentile(one.hover, 50)),
            _ms(percentile(one.hover_typing, 50)),
            _ms(percentile(one.burst, 50)),
            "–" if one.stale is None else str(one.stale),
            "–" if one.memory is None else f"{one.memory:.0f}",
            "–" if one.growth is None else f"{one.growth:+.1f}",
        )
        yield f"| {name} | {' | '.join(cells)} |"


def _left(found: Mapping[str, Found]) -> Iterator[str]:
    """Who did not come to the end."""
    for name, one in found.items():
        if one.gave_up:
            yield f"\n{name}: {one.gave_up}."


def _ms(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{1000 * seconds:,.0f}" if seconds >= 0.1 else f"{1000 * seconds:.2g}"
