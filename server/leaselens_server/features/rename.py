"""``textDocument/prepareRename``, ``textDocument/rename``: a new name everywhere, or the reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from leaselens.ide.rename import Refusal, prepare, rename
from leaselens_server.documents import Snapshot
from leaselens_server.edits import workspace_edit
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_RENAME, answer)
    server.asked(types.TEXT_DOCUMENT_PREPARE_RENAME, prepared)


async def prepared(
    server: Server, document: Snapshot, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    view = await _fresh(server, document)
    if view is None:
        return None
    offset = view.offset(params.position)
    found = await server.computed(document, lambda _: prepare(view.analysis, offset))
    if isinstance(found, Refusal):
        raise _refused(found)
    return types.PrepareRenamePlaceholder(view.surely(found.word), found.name.text)


async def answer(server: Server, document: Snapshot, params: types.RenameParams) -> types.WorkspaceEdit | None:
    view = await _fresh(server, document)
    if view is None:
        return None
    offset, dialect = view.offset(params.position), server.dialect_of(document)
    found = await server.computed(
        document, lambda is_futile: rename(view.analysis, offset, params.new_name, dialect, is_futile)
    )
    if isinstance(found, Refusal):
        raise _refused(found)
    return workspace_edit(found, view, server.client)


async def _fresh(server: Server, document: Snapshot) -> View | None:
    """The facts about the text as it is: one word that is missed is one too many."""
    facts = await server.analyses.fresh(document.uri)
    if facts is not None and server.is_outdated(document):
        raise JsonRpcContentModified()
    return View(facts.analysis, facts.text, server.positions) if facts is not None else None


def _refused(found: Refusal) -> JsonRpcException:
    return JsonRpcException(found.reason, code=types.LSPErrorCodes.RequestFailed)
