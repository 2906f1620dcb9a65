"""``scripts/bench``: measures Leaselens beside other servers and writes ``docs/performance.md``."""

from __future__ import annotations

import argparse
import datetime
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.costs import costs
from bench.measures import Amount, Found, Run
from bench.page import page
from bench.peers import FLOOR, OTHERS, OURS, ROOT, Peer, install, version_of

PAGE = ROOT / "docs" / "performance.md"


def main(arguments: Sequence[str]) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="lines of the programs")
    parser.add_argument("--seconds", type=float, default=5.0, help="what a server may spend on one measure")
    parser.add_argument("--keys", type=int, default=10, help="keys in a turn")
    parser.add_argument("--burst", type=int, default=1000, help="keys without a pause")
    parser.add_argument("--growth", type=int, default=2000, help="keys over which memory may grow")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds after which a server is given up")
    parser.add_argument("--alone", action="store_true", help="only Leaselens and the floor")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page (docs/performance.md)")
    chosen = parser.parse_args(arguments)
    amount = Amount(
        keys=chosen.keys, burst=chosen.burst, growth=chosen.growth, seconds=chosen.seconds, patience=chosen.patience
    )
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if not chosen.alone:
        install()
    peers = [FLOOR, OURS, *([] if chosen.alone else OTHERS)]
    began = time.perf_counter()
    results = {size: _measured(peers, size, amount) for size in sizes}
    print("the analysis alone", file=sys.stderr)
    alone = costs(sizes)
    facts = {
        "command": shlex.join(["scripts/bench", *arguments]),
        "date": datetime.date.today(),
        "commit": _commit(),
        "minutes": f"{(time.perf_counter() - began) / 60:.1f}",
        "burst": amount.burst,
        "growth": amount.growth,
    }
    chosen.output.write_text(page(results, _versions(peers), facts, alone), encoding="utf-8")
    return 0


def _measured(peers: Sequence[Peer], size: int, amount: Amount) -> dict[str, Found]:
    print(f"{size:,} lines", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        return Run(peers, size, amount, Path(folder)).measure()


def _versions(peers: Sequence[Peer]) -> dict[str, str]:
    own = {FLOOR.name: f"pygls {version('pygls')}", OURS.name: version("leaselens")}
    return {peer.name: own.get(peer.name) or version_of(peer.name) for peer in peers}


def _commit() -> str:
    return subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
