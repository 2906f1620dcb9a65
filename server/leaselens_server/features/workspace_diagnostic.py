"""``workspace/diagnostic``: the diagnostics of all files of the workspace, where that is wanted.

A client that takes partial results gets each file's as soon as it is known; if it also tells of changes on the disk,
the request stays open, and whatever changes later is sent too. Others get everything at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled

from leaselens.diagnostics import Diagnostic
from leaselens.languages import language_of
from leaselens.text import Source
from leaselens_server.documents import Snapshot
from leaselens_server.features import diagnostics
from leaselens_server.positions import View
from leaselens_server.reports import Report
from leaselens_server.workspace import Gathered, path_of

if TYPE_CHECKING:
    from leaselens_server.server import Server

TOGETHER = 0.1
"""Seconds that are waited after a change for others that come with it: another branch is checked out; a document is
closed, and the client still asks for its diagnostics, and would take no others before it has these."""

Items = tuple[types.Diagnostic, ...]
Told = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def register(server: Server) -> None:
    """For clients that pull: see ``diagnostics.choose``."""
    gathered = Gathered(server.files, server.worker, server.faults, partial(checked, server), server.all_settings)
    server.requested(types.WORKSPACE_DIAGNOSTIC, partial(answer, gathered))


async def answer(
    gathered: Gathered[Items], server: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    told = {previous.uri: previous.value for previous in params.previous_result_ids}
    token = params.partial_result_token
    if token is None:
        return types.WorkspaceDiagnosticReport([r async for r in _reports(gathered, server, told, params)])
    while True:
        news = server.files.news
        # Who calls off the check of the files wants them left alone until something changes, not to ask again.
        with suppress(JsonRpcRequestCancelled):
            async for report in _reports(gathered, server, told, params):
                if isinstance(report, types.WorkspaceFullDocumentDiagnosticReport):
                    part = types.WorkspaceDiagnosticReport([report])
                    server.protocol.notify(types.PROGRESS, types.ProgressParams(token, part))
        if not server.client.registers_watching:
            return types.WorkspaceDiagnosticReport([])
        await news.wait()
        await asyncio.sleep(TOGETHER)


async def _reports(
    gathered: Gathered[Items], server: Server, told: dict[str, str], params: types.WorkspaceDiagnosticParams
) -> AsyncGenerator[Told, None]:
    """The reports of all files that are not open; those are asked for one by one.

    ``told`` are the ids of the reports that the client has; it is kept up to date. Of what was closed the client may
    have any report.
    """
    left = frozenset(server.reports.left)
    gone = {uri for uri in left.union(told) if path_of(uri) not in server.open_paths()}
    for uri in left:
        told.pop(uri, None)
    async with aclosing(_current(gathered, server, params)) as current:
        async for uri, made in current:
            gone.discard(uri)
            if told.get(uri) == made.id:
                yield types.WorkspaceUnchangedDocumentDiagnosticReport(uri, made.id)
            else:
                told[uri] = made.id
                yield types.WorkspaceFullDocumentDiagnosticReport(uri, made.items, result_id=made.id)
    server.reports.left -= left
    for uri in sorted(gone):
        told.pop(uri, None)
        server.reports.forget(uri)
        yield types.WorkspaceFullDocumentDiagnosticReport(uri, [])


async def _current(
    gathered: Gathered[Items], server: Server, params: types.WorkspaceDiagnosticParams
) -> AsyncGenerator[tuple[str, Report], None]:
    """The reports of all files that are wanted."""
    if not server.settings.diagnostics_workspace:
        return
    work = server.progress_of_work.begin("Checking the workspace", token=params.work_done_token, percentage=0)
    try:
        async with aclosing(gathered.all(work)) as files:
            async for file, items in files:
                yield file.uri, server.reports.settle(file.uri, None, items)
    finally:
        work.end()


def checked(server: Server, source: Source, problem: Diagnostic | None, is_awaited: Callable[[], bool]) -> Items | None:
    """In the analysing thread: the diagnostics of a file; ``None`` if somebody else wants that thread."""
    given_up: list[bool] = []

    def cancelled() -> bool:
        if is_awaited():
            given_up.append(True)
        return bool(given_up)

    language = language_of(source.name, source.text)
    if language is None:
        return ()
    dialect = server.settings_of(source.name).dialect(language)
    analysis = server.analyse(source, language=language, dialect=dialect, cancelled=cancelled)
    if given_up:
        return None
    view = View(analysis, Snapshot.of(source, language), server.positions)
    found = [problem] if problem is not None else analysis.diagnostics
    return diagnostics.shown(found, view, server)
