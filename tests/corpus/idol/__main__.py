"""Prints the figures of a checkout of Hubris (reference §F.3): ``LEASELENS_HUBRIS=CHECKOUT PYTHONPATH=tests python -m
corpus.idol``.

Seconds are of the processor, so that what else the machine does does not count; what a key takes is told of both.
What is told of its interfaces as they are; which operations resolve to their implementation, and how long it takes to
know that of the whole tree; how long a key takes in the largest interface, from the client's side; and, for each kind
of mistake that is put into an interface, how many are found at their place, with nothing else.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.client import Client, Json
from corpus.idol.hubris import VARIABLE, analysed, checkout, interfaces
from corpus.idol.mutations import Outcome, outcomes

from leaselens import disk
from leaselens.diagnostics import Severity
from leaselens.ide.elsewhere import implementations, references
from leaselens.text import Source

KEYS = 1000
"""Keys that are pressed, one after the other."""
TYPED = 'doc: "typed", '
"""What they type: until it is complete, something is missing."""
EXAMPLES = 3
"""Mistakes of a kind that are shown where they are not found as they should be."""


def main() -> None:
    """Print the figures."""
    root = checkout()
    if root is None:
        sys.exit(f"{VARIABLE} names no checkout")
    sources = list(interfaces(root))
    as_they_are(root, sources)
    elsewhere(root, sources)
    typing(root, max(sources, key=lambda source: len(source.text)))
    mistakes(root, sources)


def as_they_are(root: Path, sources: Sequence[Source]) -> None:
    """What is told of the interfaces, with advice."""
    folder = disk.Folder(str(root))
    began = time.process_time()
    found = [found for source in sources for found in analysed(source, folder).diagnostics]
    seconds = time.process_time() - began
    print(f"{len(sources)} interfaces, checked in {seconds:.2f} s")
    for severity in Severity:
        codes = Counter(d.code for d in found if d.severity is severity)
        print(f"    {severity.value}: {', '.join(f'{n} {code}' for code, n in sorted(codes.items())) or 'none'}")


def elsewhere(root: Path, sources: Sequence[Source]) -> None:
    """Where the operations live, asked of a tree that nothing is known of yet."""
    folder = disk.Folder(str(root))
    began = time.process_time()
    analyses = [analysed(source, folder) for source in sources]
    places = [
        (analysis, operation.selection.start) for analysis in analyses for operation in analysis.outline[0].children
    ]
    resolved = sum(bool(implementations(analysis, offset, folder)) for analysis, offset in places)
    found = time.process_time()
    referring = sum(len(references(analysis, offset, folder)) for analysis, offset in places)
    done = time.process_time()
    print(f"{resolved} of {len(places)} operations resolve, in {found - began:.2f} s with reading the tree")
    print(f"{referring} places refer to them, in {done - found:.2f} s more")


# ---------------------------------------------------------------- keys


def typing(root: Path, source: Source) -> None:
    """Keys pressed in an interface, each waited for until its diagnostics are there."""
    uri = Path(source.name).as_uri()
    item = {"uri": uri, "languageId": "idol", "version": 1, "text": source.text}
    line = source.lines.position(source.text.index("reply:")).line
    with Client([sys.executable, "-m", "leaselens_server"], root) as client:
        client.initialize()
        began = client.notify("textDocument/didOpen", {"textDocument": item})
        opened = client.published(1, 0) - began
        before = _busy(client.pid)
        seconds = [_press(client, uri, line, number) for number in range(KEYS)]
        busy = (_busy(client.pid) - before) / KEYS
    ranked = sorted(1000 * pressed for pressed in seconds)
    print(f"{Path(source.name).name} ({len(source.text)} characters) is open after {1000 * opened:.0f} ms;")
    print(
        f"    a key takes {statistics.median(ranked):.0f} ms (median), "
        f"{ranked[len(ranked) * 95 // 100]:.0f} ms (95 %), {ranked[-1]:.0f} ms (most); "
        f"the server works {1000 * busy:.0f} ms for one (mean)"
    )


def _busy(pid: int) -> float:
    """The seconds that the processor has worked for a process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _press(client: Client, uri: str, line: int, number: int) -> float:
    """A field is typed letter by letter at the beginning of a line, and then deleted."""
    column = number % (len(TYPED) + 1)
    is_over = column == len(TYPED)
    edges = [{"line": line, "character": edge} for edge in (0 if is_over else column, column)]
    change: Json = {"range": dict(zip(("start", "end"), edges, strict=True)), "text": "" if is_over else TYPED[column]}
    before, version = len(client.publishes), number + 2
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
    began = client.notify("textDocument/didChange", params)
    return client.published(version, before) - began


# ---------------------------------------------------------------- mistakes


def mistakes(root: Path, sources: Sequence[Source]) -> None:
    """Every mutation of every interface."""
    folder = disk.Folder(str(root))
    figures: dict[str, list[bool]] = {}
    for source in sources:
        for outcome in outcomes(source, folder):
            figure = figures.setdefault(outcome.mutation.kind, [])
            figure.append(outcome.found)
            if figure.count(False) <= EXAMPLES and not outcome.found:
                _print(source, outcome)
    for kind, found in figures.items():
        print(f"{kind:24} {sum(found):5} of {len(found)}")


def _print(source: Source, outcome: Outcome) -> None:
    mutated = Source(source.name, outcome.mutation.text)
    print(f"{source.name}:{mutated.lines.position(outcome.mutation.at).line + 1}: {outcome.mutation.kind}")
    for found in outcome.new:
        print(f"    line {mutated.lines.position(found.span.start).line + 1}: {found.code}: {found.message}")


if __name__ == "__main__":
    main()
