"""When a document is analysed, and who is told.

One analysis runs at a time, in the worker's thread. Of several states of a document only the newest is analysed; one
that came while an older one was under way makes the older one's result old facts, good for what did not change.
There is no fixed pause before an analysis: a document whose last one was quick is analysed as soon as the loop has
taken in what arrived together; where it takes longer, a pause of its own length spares the work for half a word.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from leaselens.languages import UnknownLanguage
from leaselens.model.analysis import Analysis
from leaselens_server.documents import Document, Documents, Snapshot
from leaselens_server.faults import Faults
from leaselens_server.worker import Worker

logger = logging.getLogger("leaselens")

QUICK = 0.020
"""Seconds: an analysis that takes less needs no pause before the next."""
LONGEST_PAUSE = 0.150


@dataclass(frozen=True)
class Facts:
    """A finished analysis, the text it is of, and how many seconds it took."""

    text: Snapshot
    analysis: Analysis
    seconds: float


@dataclass(slots=True)
class _Standing:
    """How it stands with one document."""

    facts: Facts | None = None
    failed: int = 0
    """The revision whose analysis failed."""
    waiting: asyncio.Future[None] | None = None
    """Resolved, and replaced, each time an analysis of the document ends."""
    due: float | None = None
    """The loop's time from which on the document may be analysed; ``None``: there is nothing to do."""


class Analyses:
    """The analyses of all open documents.

    ``analyse`` is ``leaselens.languages.analyse`` or stands for it; ``dialect_of`` gives the dialect that a text is to
    be read in; ``begun`` is called on the loop with each text whose analysis begins, and what it returns
    when that ends; ``finished`` with the URI of each analysis that ended well.
    """

    def __init__(
        self,
        analyse: Callable[..., Analysis],
        worker: Worker,
        documents: Documents,
        faults: Faults,
        dialect_of: Callable[[Snapshot], str | None],
        begun: Callable[[Snapshot], Callable[[], None]],
        finished: Callable[[str], None],
    ) -> None:
        self._analyse, self._worker, self._documents, self._faults = analyse, worker, documents, faults
        self._dialect_of, self._begun, self._finished = dialect_of, begun, finished
        self._standings: dict[str, _Standing] = {}
        self._under_way: Snapshot | None = None
        self._given_up: Snapshot | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def changed(self, document: Document) -> None:
        """A document was opened, edited, or is to be read otherwise: analyse it when it is its turn."""
        # Put last: of several documents that are due, the one that was touched last is the one that is looked at.
        standing = self._standings.pop(document.uri, None) or _Standing()
        self._standings[document.uri] = standing
        if standing.due is None:
            last = standing.facts.seconds if standing.facts else 0.0
            standing.due = self._loop.time() + pause_after(last)
        self._loop.call_soon(self._begin_next)

    def closed(self, uri: str) -> None:
        """Forget a document, and let go of those who wait for it."""
        standing = self._standings.pop(uri, None)
        if standing is not None:
            _release(standing)

    def give_up(self, text: Snapshot) -> None:
        """Somebody does not want to wait for the analysis of a text: it has none until it is edited."""
        self._given_up = text

    def latest(self, uri: str) -> Facts | None:
        """The last facts about a document, perhaps of an earlier revision."""
        standing = self._standings.get(uri)
        return standing.facts if standing else None

    async def fresh(self, uri: str) -> Facts | None:
        """The facts about a document as it is when they are there; ``None`` if it is closed or can't be analysed."""
        while (document := self._documents.get(uri)) and (standing := self._standings.get(uri)):
            if standing.facts is not None and standing.facts.text.revision == document.revision:
                return standing.facts
            if standing.failed == document.revision:
                return None
            if standing.waiting is None:
                standing.waiting = self._loop.create_future()
            # Shielded: one who stops waiting must not wake the others.
            await asyncio.shield(standing.waiting)
        return None

    def _begin_next(self) -> None:
        if self._under_way is not None:
            return
        due = [(uri, standing.due) for uri, standing in self._standings.items() if standing.due is not None]
        now = self._loop.time()
        for uri, since in reversed(due):
            document = self._documents.get(uri)
            if since <= now and document is not None:
                self._begin(document.snapshot())
                return
        if due:
            self._set_alarm(min(since for _, since in due))

    def _set_alarm(self, when: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._loop.call_at(when, self._begin_next)

    def _begin(self, text: Snapshot) -> None:
        standing = self._standings[text.uri]
        standing.due = None
        self._under_way = text
        previous = standing.facts.analysis if standing.facts else None
        task = partial(self._run, text, self._dialect_of(text), previous)
        self._worker.submit(task, partial(self._ended, text, self._begun(text)))

    def _run(self, text: Snapshot, dialect: str | None, previous: Analysis | None) -> Facts | None:
        """In the worker's thread. ``None`` if it was cancelled on the way: half an answer is none."""
        began = time.perf_counter()
        given_up: list[bool] = []

        def cancelled() -> bool:
            if self._is_outdated(text):
                given_up.append(True)
            return bool(given_up)

        analysis = self._analyse(
            text.source, language=text.language, dialect=dialect, previous=previous, cancelled=cancelled
        )
        return None if given_up else Facts(text, analysis, time.perf_counter() - began)

    def _is_outdated(self, text: Snapshot) -> bool:
        """Whether nobody will ask for this text any more. Reads only, so any thread may call it."""
        document = self._documents.get(text.uri)
        return document is None or document.revision != text.revision or self._given_up is text

    def _ended(
        self, text: Snapshot, told: Callable[[], None], facts: Facts | None, fault: BaseException | None
    ) -> None:
        told()
        self._under_way = None
        standing = self._standings.get(text.uri)
        document = self._documents.get(text.uri)
        if standing is not None and document is not None and text.revision >= document.opened:
            if facts is not None:
                standing.facts = facts
                logger.debug("analysed %s, version %s, in %.1f ms", text.uri, text.version, 1000 * facts.seconds)
            if fault is not None or (facts is None and self._given_up is text):
                standing.failed = text.revision
            if fault is not None and not isinstance(fault, UnknownLanguage):
                self._faults.report("an analysis", fault)
            _release(standing)
            if facts is not None:
                self._finished(text.uri)
        self._begin_next()


def _release(standing: _Standing) -> None:
    if standing.waiting is not None and not standing.waiting.done():
        standing.waiting.set_result(None)
    standing.waiting = None


def pause_after(seconds: float) -> float:
    """How many seconds an analysis is put off, if the last one of the document took so many."""
    return 0.0 if seconds < QUICK else min(seconds, LONGEST_PAUSE)
