"""``textDocument/completion`` and ``completionItem/resolve``: what may be typed at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide import completion
from leaselens.model.completion import Blank, Candidate, CandidateKind, Template
from leaselens.text import Source, Span
from leaselens_server.documents import Snapshot

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.05
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

_KINDS = {
    CandidateKind.FIELD: types.CompletionItemKind.Field,
    CandidateKind.OPERATION: types.CompletionItemKind.Keyword,
    CandidateKind.VARIABLE: types.CompletionItemKind.Variable,
    CandidateKind.FUNCTION: types.CompletionItemKind.Function,
    CandidateKind.CLASS: types.CompletionItemKind.Class,
    CandidateKind.LABEL: types.CompletionItemKind.Property,
    CandidateKind.KEYWORD: types.CompletionItemKind.Keyword,
    CandidateKind.PERMISSION: types.CompletionItemKind.Keyword,
    CandidateKind.SNIPPET: types.CompletionItemKind.Snippet,
}


@dataclass
class _Offered:
    """What was offered last, for ``resolve``: ``number`` tells it from what was offered before."""

    number: int = 0
    candidates: tuple[Candidate, ...] = ()
    source: Source | None = None


def register(server: Server) -> None:
    offered = _Offered()

    async def answered(
        server: Server, document: Snapshot, params: types.CompletionParams
    ) -> types.CompletionList | None:
        return await answer(server, offered, document, params)

    options = types.CompletionOptions(trigger_characters=["."], resolve_provider=True)
    server.asked(types.TEXT_DOCUMENT_COMPLETION, answered, options)
    server.requested(types.COMPLETION_ITEM_RESOLVE, partial(_resolved_of, offered))


async def answer(
    server: Server, offered: _Offered, document: Snapshot, params: types.CompletionParams
) -> types.CompletionList | None:
    view = await server.view(document, None, PATIENCE)
    if view is None:
        return None
    offset = server.positions.offset(document, params.position)
    found = completion.completions(view.analysis, document.source, offset)
    if found is None:
        return None
    offered.number += 1
    offered.candidates, offered.source = found.candidates, view.analysis.source
    edits = _Edits(server, document, found.word, offset)
    items = [
        edits.item(candidate, {"offer": offered.number, "index": index})
        for index, candidate in enumerate(found.candidates)
        if candidate.template is None or server.client.typing.snippets
    ]
    return types.CompletionList(is_incomplete=False, items=items)


class _Edits:
    """What is written for a candidate, and over what."""

    def __init__(self, server: Server, document: Snapshot, word: Span, cursor: int) -> None:
        self.client = server.client.typing
        self.insert = server.positions.range(document, Span(min(word.start, cursor), cursor))
        self.replace = server.positions.range(document, word)

    def item(self, candidate: Candidate, data: dict[str, int]) -> types.CompletionItem:
        """The candidate as the client takes it."""
        summary = completion.summary(candidate)
        label = f"{candidate.name}:" if candidate.kind is CandidateKind.LABEL else candidate.name
        return types.CompletionItem(
            label,
            label_details=_details(candidate, summary) if self.client.label_details else None,
            kind=_KINDS[candidate.kind],
            detail=summary or None,
            sort_text=f"{data['index']:04}",
            insert_text_format=types.InsertTextFormat.Snippet if candidate.template is not None else None,
            text_edit=self.edit(_written(candidate, label)),
            data=data,
        )

    def edit(self, text: str) -> types.TextEdit | types.InsertReplaceEdit:
        """What writes the text in place of the word that is there, or of the part of it before the cursor."""
        if self.client.insert_replace:
            return types.InsertReplaceEdit(text, self.insert, self.replace)
        return types.TextEdit(self.insert, text)


def _written(candidate: Candidate, label: str) -> str:
    """The text that is written for a candidate, perhaps in the snippet syntax."""
    if candidate.template is not None:
        return snippet(candidate.template)
    return f"{label} " if candidate.kind is CandidateKind.LABEL else label


def _details(candidate: Candidate, summary: str) -> types.CompletionItemLabelDetails:
    is_signature = bool(candidate.signature) and candidate.kind is not CandidateKind.LABEL
    return types.CompletionItemLabelDetails(
        detail=candidate.signature if is_signature else f" {summary}" if summary else None,
        description=candidate.type or None,
    )


def snippet(template: Template) -> str:
    """A template in the protocol's snippet syntax; the cursor ends in the last gap if that is empty."""
    gaps = [part for part in template if isinstance(part, Blank)]
    written, number = "", 0
    for part in template:
        if isinstance(part, str):
            written += part.replace("\\", "\\\\").replace("$", "\\$")
            continue
        number += 1
        is_last = number == len(gaps) and not part.text
        written += "$0" if is_last else f"${{{number}:{part.text}}}" if part.text else f"${number}"
    return written


def _resolved_of(offered: _Offered, server: Server, item: types.CompletionItem) -> types.CompletionItem:
    """The documentation, if the item is one of those that were offered last."""
    data = item.data if isinstance(item.data, dict) else {}
    index = data.get("index")
    if data.get("offer") != offered.number or not isinstance(index, int) or offered.source is None:
        return item
    if 0 <= index < len(offered.candidates):
        text = completion.documentation(offered.candidates[index], offered.source)
        kind = types.MarkupKind.Markdown if server.client.typing.markdown_completion else types.MarkupKind.PlainText
        item.documentation = types.MarkupContent(kind, text) if text else None
    return item
