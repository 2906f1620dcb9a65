"""``textDocument/formatting``: the standard layout of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.formatting import formatting
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_FORMATTING, answer)


async def answer(
    server: Server, document: Snapshot, params: types.DocumentFormattingParams
) -> list[types.TextEdit] | None:
    return await edits(server, document, params.options, None)


async def edits(
    server: Server, document: Snapshot, options: types.FormattingOptions, within: types.Range | None
) -> list[types.TextEdit] | None:
    """The edits for a document, or the lines of a range. A document that is changed meanwhile gets none."""
    facts = await server.analyses.fresh(document.uri)
    if facts is None:
        return None
    view = View(facts.analysis, facts.text, server.positions)

    def laid_out(_: object) -> list[types.TextEdit]:
        span = None if within is None else view.span(within)
        found = formatting(view.analysis, options.tab_size, options.insert_spaces, span)
        return [types.TextEdit(view.surely(edit.span), edit.text) for edit in found]

    # It is read twice, which may take longer than others want to wait for their answers.
    return await server.computed(document, laid_out)
