"""``window/workDoneProgress/cancel``: the client calls off what it was told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.notified(types.WINDOW_WORK_DONE_PROGRESS_CANCEL, cancelled)


def cancelled(server: Server, params: types.WorkDoneProgressCancelParams) -> None:
    server.progress_of_work.cancel(params.token)
