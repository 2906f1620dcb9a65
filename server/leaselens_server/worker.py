"""A thread in which tasks run, one at a time: all analyses in one, all reading of files in another.

A daemon and not an executor: Python waits for an executor's threads at its end, and a server that was told to exit must
not sit out an analysis.
"""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

SWITCH_INTERVAL = 0.001
"""Seconds after which the analysing thread has to let others run, so that requests are answered meanwhile."""


class Worker:
    """Runs tasks in their order, each to its end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, name: str = "analysis") -> None:
        self._loop = loop
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        sys.setswitchinterval(SWITCH_INTERVAL)
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def submit(self, task: Callable[[], Any], done: Callable[[Any, BaseException | None], None]) -> None:
        """Run ``task`` in the thread, then ``done(result, fault)`` on the loop."""

        def run() -> None:
            result, fault = None, None
            try:
                result = task()
            except Exception as raised:  # what an analysis can't do, even for lack of memory, ends that analysis alone
                fault = raised
            self._tell(done, result, fault)

        self._tasks.put(run)

    async def result_of(self, task: Callable[[], T]) -> T:
        """What ``task`` comes to in the thread; its exception is raised here. Not waiting any more doesn't end it."""
        received: asyncio.Future[T] = self._loop.create_future()

        def done(result: T, fault: BaseException | None) -> None:
            if received.done():
                return
            if fault is not None:
                received.set_exception(fault)
            else:
                received.set_result(result)

        self.submit(task, done)
        return await received

    def is_awaited(self) -> bool:
        """Whether more is to be done than what is under way. Any thread may ask."""
        return not self._tasks.empty()

    def stop(self) -> None:
        """Take no more tasks. The one under way is left to itself."""
        self._tasks.put(None)

    def _tell(self, done: Callable[[Any, BaseException | None], None], *outcome: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(done, *outcome)
        except RuntimeError:
            # The loop is closed: the server has ended meanwhile, and nobody asks any more.
            self.stop()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
