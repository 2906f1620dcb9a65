"""What goes wrong is logged once, with its reason; the same fault again is only counted.

A fault costs one answer, and never more than a few kilobytes of log. The user is told of the first one.
"""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Callable

logger = logging.getLogger("leaselens")

_MOST_KINDS = 20
_MOST_TOLD = 4000
"""Characters: with the last message, and at the end how often each kind was met, a log stays below 10 KB."""
_LONGEST_COMPLAINT = 300
_DEEPEST_TRACE = 6


class Faults:
    """The faults of one session."""

    def __init__(self, tell_user: Callable[[], None] = lambda: None) -> None:
        self.counts: Counter[str] = Counter()
        self._tell_user = tell_user
        self._told = 0
        """How many characters were logged."""
        self.are_ours = False
        """Whether there was one that is not the client's; the user was told of it."""

    def report(self, where: str, fault: BaseException) -> None:
        """Tell of an exception in ``where`` (a method of the protocol, or a part of the server)."""
        frames = traceback.extract_tb(fault.__traceback__)
        at = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        trace = "".join(traceback.format_list(frames[-_DEEPEST_TRACE:]))
        kind = type(fault).__name__
        self._tell(logging.ERROR, f"{where}: {kind} {at}", f"{where} failed: {kind}\n{trace}")
        # What an exception says may have something of the user's text in it.
        logger.debug("%s failed: %s", where, _brief(fault))
        if not self.are_ours:
            self.are_ours = True
            self._tell_user()

    def complain(self, what: str) -> None:
        """Tell of something that the client did and should not have done."""
        what = what if len(what) <= _LONGEST_COMPLAINT else f"{what[:_LONGEST_COMPLAINT]}…"
        self._tell(logging.WARNING, what, what)

    def _tell(self, level: int, key: str, message: str) -> None:
        known = key in self.counts
        if not known and (len(self.counts) >= _MOST_KINDS or self._told >= _MOST_TOLD):
            key = "other faults"
            known, message = key in self.counts, "more kinds of faults than are logged one by one"
        self.counts[key] += 1
        if not known:
            self._told += len(message)
            logger.log(level, "%s", message.rstrip())

    def summary(self) -> None:
        """At the end, tell how often each fault that was met again was met."""
        for key, count in self.counts.items():
            if count > 1:
                logger.warning("%d times: %s", count, key)


def _brief(fault: BaseException) -> str:
    text = "".join(traceback.format_exception_only(fault)).strip()
    return text if len(text) <= 300 else f"{text[:300]}…"
