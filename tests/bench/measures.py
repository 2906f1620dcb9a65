"""What is measured: all servers in one run and in turns, so that what else the machine does falls on each alike."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Client, GaveUp
from bench.peers import Peer
from bench.typist import Typist


@dataclass(frozen=True)
class Amount:
    """How much is measured: keys in a turn and turns, edits of a burst, edits over which memory may grow."""

    keys: int = 10
    turns: int = 8
    burst: int = 1000
    growth: int = 2000
    seconds: float = 5.0
    """What a server may spend on one thing that is measured; a slow one is measured less often."""
    growth_seconds: float = 40.0
    patience: float = 60.0
    """After so many seconds without an answer, a server is given up."""


@dataclass
class Found:
    """What was measured of one server with one program: seconds, and megabytes."""

    start: list[float] = field(default_factory=list)
    open: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)
    hover: list[float] = field(default_factory=list)
    hover_typing: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    stale: int | None = None
    memory: float | None = None
    growth: float | None = None
    gave_up: str = ""


class Run:
    """Several servers, each with a program of the same length."""

    def __init__(self, peers: Sequence[Peer], lines: int, amount: Amount, folder: Path) -> None:
        self._peers, self._lines, self._amount, self._folder = peers, lines, amount, folder
        self.found = {peer.name: Found() for peer in peers}
        self._typists: dict[str, Typist] = {}
        self._began = time.perf_counter()

    def measure(self) -> dict[str, Found]:
        """Measure everything."""
        with ExitStack() as processes:
            for peer in self._peers:
                self._begin(peer, processes)
            for measure in (self._press, self._hover, self._hover_typing):
                self._in_turns(measure)
                self._tell(measure)
            for measure in (self._read, self._burst, self._grow, self._weigh):
                for name in list(self._typists):
                    self._try(name, measure)
                self._tell(measure)
        return self.found

    def _tell(self, measure: Callable[[Found, Typist], None]) -> None:
        """Say on stderr how far it is."""
        minutes, seconds = divmod(time.perf_counter() - self._began, 60)
        name = measure.__name__.strip("_").replace("_", " ")
        print(f"  {minutes:.0f}:{seconds:02.0f} {name}", file=sys.stderr)

    def _begin(self, peer: Peer, processes: ExitStack) -> None:
        program = peer.program(self._lines)
        (self._folder / program.name).write_text(program.text, encoding="utf-8")
        client = processes.enter_context(Client(peer.command, self._folder, self._amount.patience))
        self._typists[peer.name] = typist = Typist(client, program, self._folder, peer)

        def begin(found: Found, _: Typist) -> None:
            found.start.append(client.initialize())
            found.open.append(typist.open())
            client.rest(0.5)
            typist.press()

        self._try(peer.name, begin)

    def _try(self, name: str, measure: Callable[[Found, Typist], None]) -> None:
        try:
            measure(self.found[name], self._typists[name])
        except GaveUp as reason:
            self.found[name].gave_up = str(reason)
            del self._typists[name]

    def _in_turns(self, measure: Callable[[Found, Typist], None]) -> None:
        spent = dict.fromkeys(self._typists, 0.0)
        for name in _turns(list(self._typists), self._amount.turns):
            if name in self._typists and spent[name] < self._amount.seconds:
                began = time.perf_counter()
                self._try(name, measure)
                spent[name] += time.perf_counter() - began

    def _press(self, found: Found, typist: Typist) -> None:
        deadline = time.perf_counter() + self._amount.seconds
        for _ in range(self._amount.keys):
            found.key.append(typist.press())
            if time.perf_counter() > deadline:
                return

    def _hover(self, found: Found, typist: Typist) -> None:
        found.hover += [typist.hover(further) for further in range(self._amount.keys)]

    def _hover_typing(self, found: Found, typist: Typist) -> None:
        before = len(typist.client.publishes)
        typist.edit()
        found.hover_typing.append(typist.hover())
        typist.client.published(typist.version, before)

    def _read(self, found: Found, typist: Typist) -> None:
        """How long it takes to read as many messages as a burst has, of which none is for the server."""
        began = time.perf_counter()
        for _ in range(self._amount.burst):
            typist.mumble()
        typist.hover()
        found.reading.append(time.perf_counter() - began)

    def _burst(self, found: Found, typist: Typist) -> None:
        if not typist.peer.is_ours and statistics.median(found.key) * self._amount.burst > self._amount.seconds:
            return  # It analyses each text, or waits for a pause: the table has what one takes.
        before = len(typist.client.publishes)
        began = time.perf_counter()
        for _ in range(self._amount.burst):
            typist.edit()
        found.burst.append(typist.client.published(typist.version, before) - began)
        typist.client.rest(0.2)
        found.stale = len(typist.client.publishes) - before - 1

    def _grow(self, found: Found, typist: Typist) -> None:
        if not typist.peer.is_ours:
            return
        before = megabytes(typist.client.pid, "VmRSS")
        deadline = time.perf_counter() + self._amount.growth_seconds
        pressed = 0
        while pressed < self._amount.growth and time.perf_counter() < deadline:
            typist.press()
            pressed += 1
        if pressed == self._amount.growth:
            found.growth = megabytes(typist.client.pid, "VmRSS") - before

    def _weigh(self, found: Found, typist: Typist) -> None:
        found.memory = megabytes(typist.client.pid, "VmHWM")


def _turns(names: Sequence[str], count: int) -> Iterator[str]:
    """Every name ``count`` times; each round begins with another one."""
    for turn in range(count):
        yield from (names[(turn + place) % len(names)] for place in range(len(names)))


def megabytes(pid: int, row: str) -> float:
    """The resident memory of a process and of all that it started, now (``VmRSS``) or at most (``VmHWM``)."""
    own = 0.0
    for line in (Path("/proc") / str(pid) / "status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{row}:"):
            own = int(line.split()[1]) / 1024
    children = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text(encoding="ascii").split()
    return own + sum(megabytes(int(child), row) for child in children)


def percentile(seconds: Sequence[float], percent: int) -> float | None:
    """A percentile, or ``None`` where nothing was measured."""
    if len(seconds) < 2:
        return seconds[0] if seconds else None
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]
