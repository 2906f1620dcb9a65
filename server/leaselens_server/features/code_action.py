"""``textDocument/codeAction``: quick fixes, and the page of a code; ``workspace/executeCommand``: opening the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcInvalidParams

from leaselens import pages
from leaselens.diagnostics import Diagnostic, Fix
from leaselens.text import Span
from leaselens_server.documents import Snapshot
from leaselens_server.edits import workspace_edit
from leaselens_server.features import diagnostics
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

EXPLAIN = "leaselens.explain"
"""The command that opens the page of a code, which is its only argument."""

MOST = 20
"""For how many diagnostics of the range fixes are looked for."""

_KIND = types.CodeActionKind.QuickFix


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_CODE_ACTION, answer, types.CodeActionOptions([_KIND]))
    server.requested(types.WORKSPACE_EXECUTE_COMMAND, execute, types.ExecuteCommandOptions([EXPLAIN]))


async def answer(server: Server, document: Snapshot, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    if not server.client.code_actions or not _are_wanted(params.context.only):
        return None
    facts = await server.analyses.fresh(document.uri)
    if facts is None:
        return None
    if server.is_outdated(document):
        # The client has asked again by now, or will.
        raise JsonRpcContentModified()
    view = View(facts.analysis, facts.text, server.positions)
    with_advice = server.settings_of(document.uri).diagnostics_advice
    told = (d for d in facts.analysis.diagnostics if with_advice or not d.optional)
    found = [d for d in told if _meet(d.span, view.span(params.range))][:MOST]
    actions: list[types.CodeAction] = []
    for diagnostic in found:
        # As many analyses as there are candidates.
        fixes = await server.computed(document, partial(view.analysis.fixes, diagnostic))
        actions += (_repair(server, view, fix, _told(server, view, diagnostic, params), len(fixes)) for fix in fixes)
    return [*actions, *_explanations(server, view, found, params)]


def _are_wanted(only: Sequence[str] | None) -> bool:
    """Whether one of the kinds that are asked for is ours, or above ours."""
    return only is None or any(kind in ("", _KIND.value) for kind in only)


def _meet(one: Span, other: Span) -> bool:
    """Whether two ranges have a character or an edge in common."""
    return one.start <= other.end and other.start <= one.end


# ---------------------------------------------------------------- fixes


def _repair(server: Server, view: View, fix: Fix, told: types.Diagnostic, count: int) -> types.CodeAction:
    edit = workspace_edit(fix.edits, view, server.client)
    # Where there are several ways to mend it, which one is right only the reader knows.
    return types.CodeAction(fix.title, _KIND, [told], is_preferred=count == 1, edit=edit)


def _told(server: Server, view: View, found: Diagnostic, params: types.CodeActionParams) -> types.Diagnostic:
    """A diagnostic as the client has it, with its ``data``."""
    where = view.surely(found.span)
    theirs = (d for d in params.context.diagnostics if d.code == found.code and d.range == where)
    return next(theirs, None) or diagnostics.to_protocol(found, view, server.client)


# ---------------------------------------------------------------- explanations


def _explanations(
    server: Server, view: View, found: Sequence[Diagnostic], params: types.CodeActionParams
) -> Iterator[types.CodeAction]:
    """For each code an action that opens its page, for clients that can show a document."""
    for code in dict.fromkeys(d.code for d in found if server.client.shows_documents and pages.url(d.code)):
        title = f"Explain {code}"
        told = [_told(server, view, d, params) for d in found if d.code == code]
        yield types.CodeAction(title, _KIND, told, command=types.Command(title, EXPLAIN, arguments=[code]))


def execute(server: Server, params: types.ExecuteCommandParams) -> Any:
    """``workspace/executeCommand``."""
    code = params.arguments[0] if params.arguments else None
    page = pages.url(code) if isinstance(code, str) else None
    if params.command != EXPLAIN or page is None:
        raise JsonRpcInvalidParams(f"no such command, or no such page: {params.command}")
    server.window_show_document(types.ShowDocumentParams(page, take_focus=True))
    return None
