"""``workspace/symbol``: what is declared in what is open, and in the files of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.diagnostics import Diagnostic
from leaselens.ide.search import Entry, entries, rank
from leaselens.languages import language_of
from leaselens.text import Source
from leaselens_server.documents import Snapshot
from leaselens_server.features.document_symbol import KINDS
from leaselens_server.positions import View
from leaselens_server.workspace import Gathered

if TYPE_CHECKING:
    from leaselens_server.server import Server

MOST = 500
"""How many symbols are answered, the best ones."""
PATIENCE = 0.1
"""Seconds that are waited for fresh facts about an open document before an answer is made of older ones."""

Found = list[types.SymbolInformation]


def register(server: Server) -> None:
    gathered = Gathered(server.files, server.worker, server.faults, partial(outlined, server), server.all_settings)
    options = types.WorkspaceSymbolOptions(work_done_progress=True)
    server.requested(types.WORKSPACE_SYMBOL, partial(answer, gathered), options)


async def answer(gathered: Gathered[Found], server: Server, params: types.WorkspaceSymbolParams) -> Found:
    work = server.progress_of_work.begin("Looking for symbols", token=params.work_done_token, percentage=0)
    found = [symbol for document in server.documents for symbol in await _open(server, document.snapshot())]
    try:
        async with aclosing(gathered.all(work)) as files:
            async for _, symbols in files:
                found += symbols
    finally:
        work.end()
    return _best(params.query, found)


async def _open(server: Server, document: Snapshot) -> Found:
    view = await server.view(document, None, PATIENCE)
    return list(_told(entries(view.analysis.outline), view)) if view is not None else []


def outlined(server: Server, source: Source, _problem: Diagnostic | None, _is_awaited: Callable[[], bool]) -> Found:
    """In the analysing thread: the symbols of a file. Nothing is run for them."""
    language = language_of(source.name, source.text)
    if language is None:
        return []
    dialect = server.settings_of(source.name).dialect(language)
    analysis = server.analyse(source, language=language, dialect=dialect, cancelled=lambda: True)
    view = View(analysis, Snapshot.of(source, language), server.positions)
    return list(_told(entries(analysis.outline), view))


def _told(found: Iterable[Entry], view: View) -> Iterator[types.SymbolInformation]:
    for symbol, container in found:
        where = view.range(symbol.selection)
        if where is not None and symbol.name:
            location = types.Location(view.text.uri, where)
            yield types.SymbolInformation(location, symbol.name, KINDS[symbol.kind], container_name=container or None)


def _best(query: str, found: Found) -> Found:
    ranked = ((rank(query, symbol.name), symbol) for symbol in found)
    fitting = [(fit, symbol.location.uri, symbol) for fit, symbol in ranked if fit is not None]
    return [symbol for _, _, symbol in sorted(fitting, key=lambda one: one[:2])[:MOST]]
