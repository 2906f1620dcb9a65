"""``$/progress``: work that lasts is told of, and the client may call it off. What is done at once is never told of."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from leaselens_server.server import Server

DELAY = 1.0
"""Seconds that work goes on before it is told of."""

_Value = types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd


class Progress:
    """All work of one session that is told of."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.shown: dict[types.ProgressToken, Work] = {}
        """What the client sees now."""
        self._numbers = itertools.count(1)

    def begin(
        self,
        title: str,
        cancel: Callable[[], object] = lambda: None,
        token: types.ProgressToken | None = None,
        percentage: int | None = None,
    ) -> Work:
        """Work begins. ``cancel`` is called if the client calls it off; ``token`` is the client's, if it gave one;
        ``percentage`` is 0 where it will be told how far it is."""
        return Work(self, types.WorkDoneProgressBegin(title, cancellable=True, percentage=percentage), cancel, token)

    def new_token(self) -> str:
        return f"leaselens-{next(self._numbers)}"

    def cancel(self, token: types.ProgressToken) -> None:
        """The client has called off the work with this token."""
        work = self.shown.get(token)
        if work is not None:
            work.call_off()


class Work:
    """One piece of work. It must be ended, however it ends: a client that was told of a beginning waits for the end."""

    def __init__(
        self,
        progress: Progress,
        beginning: types.WorkDoneProgressBegin,
        cancel: Callable[[], object],
        token: types.ProgressToken | None,
    ) -> None:
        self.is_called_off = False
        """Whether the client wants no more of it."""
        self._cancel = cancel
        self._progress, self._beginning, self._token = progress, beginning, token
        self._ended = False
        self._timer: asyncio.TimerHandle | None = None
        if token is not None or progress.server.client.shows_progress:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._show)

    def call_off(self) -> None:
        """The client wants no more of it."""
        self.is_called_off = True
        self._cancel()

    def report(self, message: str, percentage: int) -> None:
        """How far it is, in words and in per cent."""
        if self._token in self._progress.shown:
            self._tell(types.WorkDoneProgressReport(message=message, percentage=percentage, cancellable=True))

    def end(self) -> None:
        """It is over: done, failed, or given up."""
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
        if self._token is not None and self._progress.shown.pop(self._token, None) is not None:
            self._tell(types.WorkDoneProgressEnd())

    def _show(self) -> None:
        if self._token is not None:
            self._begin()
            return
        token = self._progress.new_token()
        asked = self._progress.server.window_work_done_progress_create(types.WorkDoneProgressCreateParams(token))

        def created(answer: Future[Any]) -> None:
            if not self._ended and not answer.cancelled() and answer.exception() is None:
                self._token = token
                self._begin()

        asked.add_done_callback(created)

    def _begin(self) -> None:
        assert self._token is not None
        self._progress.shown[self._token] = self
        self._tell(self._beginning)

    def _tell(self, value: _Value) -> None:
        assert self._token is not None
        self._progress.server.protocol.notify(types.PROGRESS, types.ProgressParams(self._token, value))
