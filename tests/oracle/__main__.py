"""Hold the analysis against the oracle on many random programs: ``PYTHONPATH=tests python -m oracle --programs 6000``.

Each program has a number, which says all about it; ``--seed 17 --programs 1 --show`` writes one and its differences.
Exits 1 if there are any. Control-C ends it with what was counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import Pool

from oracle.agreement import Comparison, compared
from oracle.programs import numbered


def main() -> int:
    arguments = options()
    seed = random.SystemRandom().randrange(10**9) if arguments.seed is None else arguments.seed
    print(f"seed {seed}, {arguments.programs} programs", flush=True)
    if arguments.show:
        print("\n".join(f"{line:4} {text}" for line, text in enumerate(numbered(seed).text.split("\n"), 1)))
    begin = time.perf_counter()
    count, wrong = report(comparisons(range(seed, seed + arguments.programs), arguments.processes))
    print(f"{wrong} of {count} programs differ; {time.perf_counter() - begin:.0f} s")
    return 1 if wrong else 0


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--programs", type=int, default=2000, help="how many")
    parser.add_argument("--seed", type=int, help="the number of the first one (default: a random one, printed)")
    parser.add_argument("--processes", type=int, default=1, help="how many at once")
    parser.add_argument("--show", action="store_true", help="write the first program")
    return parser.parse_args()


def comparisons(numbers: range, processes: int) -> Iterator[tuple[int, Comparison]]:
    """Each number with what came of its program."""
    if processes == 1:
        yield from map(compare, numbers)
        return
    with Pool(processes) as pool:
        yield from pool.imap_unordered(compare, numbers, chunksize=50)


def compare(number: int) -> tuple[int, Comparison]:
    return number, compared(numbered(number))


def report(results: Iterable[tuple[int, Comparison]]) -> tuple[int, int]:
    """Print what differs, and figures for each dialect and each ending; the number of programs, and of those that
    differ."""
    kinds: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    wrong = 0
    with suppress(KeyboardInterrupt):
        for number, comparison in results:
            program = numbered(number)
            kinds[f"{program.dialect}, {'unknown' if program.is_unknown else 'known'}"] += 1
            endings.update(comparison.endings)
            if comparison.differences:
                wrong += 1
                print(f"{number} ({program.dialect}): {'; '.join(comparison.differences)}", flush=True)
    tell(kinds, "programs")
    tell(endings, "programs with a run that ended so")
    return kinds.total(), wrong


def tell(counted: Counter[str], what: str) -> None:
    print(f"{what}:")
    for kind, count in sorted(counted.items()):
        print(f"{count:7} {kind}")


if __name__ == "__main__":
    sys.exit(main())
