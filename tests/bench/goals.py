"""What Leaselens promises of its speed, and where each promise stands: ratios within one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.measures import Found, percentile

Results = Mapping[int, Mapping[str, Found]]
"""By the number of lines, then by the server."""
Figure = Callable[[Found], float | None]

HEAD = """\
## Where the goals stand

Each figure is Leaselens' divided by what it is compared with, in the same run, smallest program first.

| goal | at most | measured | met |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Goal:
    """No value may be above the bound."""

    text: str
    bound: float
    values: Sequence[float | None]

    @property
    def row(self) -> str:
        shown = " / ".join("–" if value is None else _short(value) for value in self.values)
        return f"| {self.text} | {self.bound:g} | {shown} | {self._judged()} |"

    def _judged(self) -> str:
        known = [value for value in self.values if value is not None]
        if any(value > self.bound for value in known):
            return "**no**"
        return "yes" if len(known) == len(self.values) else "not measured everywhere"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"


def goals(results: Results) -> str:
    """The table of the goals that can be told of in this run."""
    return HEAD + "".join(f"{goal.row}\n" for goal in _goals(results) if goal.values)


def _goals(results: Results) -> Iterator[Goal]:
    floor, all_sizes = ("floor",), list(results)
    large = [size for size in results if size >= 10_000]
    middle = [size for size in results if size == 10_000]
    yield Goal("a key, p50, × the floor's", 5, _ratios(results, all_sizes, _key, floor))
    yield Goal("a key, p95, × the floor's", 10, _ratios(results, all_sizes, _key_p95, floor))
    yield Goal("a key in the largest program, × one in the smallest", 1.3, _growth_with_size(results))
    slower = ("ty", "pyrefly", "pyright", "jedi-language-server")
    yield Goal("a key, × the quickest of ty, pyrefly, pyright, jedi", 1, _ratios(results, all_sizes, _key, slower))
    yield Goal("a key, × ruff's, from 10,000 lines", 1, _ratios(results, large, _key, ("ruff",)))
    yield Goal("a burst without the reading of its messages, × one key", 10, _bursts(results))
    yield Goal("diagnostics during a burst that were out of date", 19, [_stale(found) for found in _ours(results)])
    yield Goal("open to diagnostics at 10,000 lines, × ty's", 1, _ratios(results, middle, _open, ("ty",)))
    yield Goal("hover, × the floor's", 1.5, _ratios(results, all_sizes, _hover, floor))
    yield Goal("hover while typing, × the floor's", 1.5, _ratios(results, all_sizes, _hover_typing, floor))
    yield Goal("`initialize` answered, × the floor's", 0.1, _ratios(results, all_sizes, _start, floor))
    yield Goal("memory at 10,000 lines, × the floor's", 3, _ratios(results, middle, lambda found: found.memory, floor))
    yield Goal("megabytes gained by more keys", 2, [found.growth for found in _ours(results)])


def _ours(results: Results) -> list[Found]:
    return [found["leaselens"] for found in results.values()]


def _ratios(results: Results, sizes: Sequence[int], figure: Figure, others: Sequence[str]) -> list[float | None]:
    """Ours by the least of the others', at each size; nothing where none of those was in the run."""
    found: list[float | None] = []
    for size in sizes:
        there = [results[size][name] for name in others if name in results[size]]
        least = min((value for one in there if (value := figure(one))), default=None)
        own = figure(results[size]["leaselens"])
        if there:
            found.append(own / least if own is not None and least else None)
    return found


def _growth_with_size(results: Results) -> list[float | None]:
    own = [_key(found) for found in _ours(results)]
    return [own[-1] / own[0] if own[0] and own[-1] else None] if len(own) > 1 else []


def _bursts(results: Results) -> list[float | None]:
    return [
        (found.burst[0] - found.reading[0]) / key if found.burst and found.reading and (key := _key(found)) else None
        for found in _ours(results)
    ]


def _stale(found: Found) -> float | None:
    return None if found.stale is None else float(found.stale)


def _key(found: Found) -> float | None:
    return percentile(found.key, 50)


def _key_p95(found: Found) -> float | None:
    return percentile(found.key, 95)


def _open(found: Found) -> float | None:
    return percentile(found.open, 50)


def _hover(found: Found) -> float | None:
    return percentile(found.hover, 50)


def _hover_typing(found: Found) -> float | None:
    return percentile(found.hover_typing, 50)


def _start(found: Found) -> float | None:
    return percentile(found.start, 50)
