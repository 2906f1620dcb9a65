"""For every method that the server knows, params in which nothing is wrong: the bad ones are made of them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

DADA = "file:///a.dada"
IDOL = "file:///a.idol"
TEXTS = {
    DADA: "class Cup(full)\nfn fill(c) { c.full }\nlet cup = Cup(1)\nlet held = cup.lease\nfill(held)\ncup.full = 2\n",
    IDOL: 'Interface(name: "Cup", ops: { "fill": (args: { "to": "u32" }, reply: Simple("u8")) })\n',
}


def params_of(uri: str) -> dict[str, Json]:
    """The params of all requests, about a place in one of the two documents."""
    document, position = {"uri": uri}, {"line": 4, "character": 6}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    here: Json = {"textDocument": document, "position": position}
    in_range: Json = {"textDocument": document, "range": whole}
    layout = {"tabSize": 4, "insertSpaces": True}
    called = {"name": "fill", "kind": 12, "uri": uri, "range": whole, "selectionRange": whole, "data": {"any": 1}}
    told = {"range": whole, "message": "odd", "severity": 1, "code": "DADA-R2", "source": "leaselens", "data": {}}
    at_places = ("hover", "documentHighlight", "definition", "declaration", "typeDefinition", "implementation")
    of_documents = ("codeLens", "documentSymbol", "foldingRange", "semanticTokens/full")
    return {
        **{f"textDocument/{name}": here for name in (*at_places, "prepareRename", "prepareCallHierarchy")},
        **{f"textDocument/{name}": {"textDocument": document} for name in of_documents},
        "textDocument/completion": {**here, "context": {"triggerKind": 2, "triggerCharacter": "."}},
        "textDocument/signatureHelp": {**here, "context": {"triggerKind": 1, "isRetrigger": False}},
        "textDocument/references": {**here, "context": {"includeDeclaration": True}},
        "textDocument/rename": {**here, "newName": "pour"},
        "textDocument/codeAction": {**in_range, "context": {"diagnostics": [told], "only": ["quickfix"]}},
        "textDocument/inlayHint": in_range,
        "textDocument/semanticTokens/range": in_range,
        "textDocument/semanticTokens/full/delta": {"textDocument": document, "previousResultId": "none"},
        "textDocument/diagnostic": {"textDocument": document, "previousResultId": "none", "identifier": "leaselens"},
        "textDocument/formatting": {"textDocument": document, "options": layout},
        "textDocument/rangeFormatting": {**in_range, "options": layout},
        "textDocument/selectionRange": {"textDocument": document, "positions": [position]},
        "inlayHint/resolve": {
            "position": position,
            "label": "my",
            "kind": 1,
            "data": {"kind": "picture", "uri": uri, "revision": 1, "statement": [0, 5]},
        },
        "codeLens/resolve": {"range": whole, "data": {"uri": uri, "revision": 1, "span": [0, 5]}},
        "completionItem/resolve": {"label": "fill", "kind": 3, "data": {"offer": 1, "index": 0}},
        "callHierarchy/incomingCalls": {"item": called},
        "callHierarchy/outgoingCalls": {"item": called},
        "workspace/symbol": {"query": "cup", "workDoneToken": 7},
        "workspace/diagnostic": {
            "previousResultIds": [{"uri": uri, "value": "none"}],
            "identifier": "leaselens",
            "workDoneToken": "work",
            "partialResultToken": "parts",
        },
        "workspace/executeCommand": {"command": "leaselens.explain", "arguments": ["DADA-R2"]},
        "leaselens/diagram": {
            **here,
            "of": "expression",
            "when": "both",
            "visit": 1,
            "world": 1,
            "svg": True,
            "spots": True,
        },
        "leaselens/life": {**here, "run": 0, "lease": 1},
    }


def news_of(uri: str) -> dict[str, Json]:
    """The params of all notifications."""
    folder = {"uri": "file:///nowhere", "name": "it"}
    return {
        "textDocument/didOpen": {
            "textDocument": {"uri": uri, "languageId": "dada", "version": 1, "text": "let word = 1\n"}
        },
        "textDocument/didChange": {
            "textDocument": {"uri": uri, "version": 2},
            "contentChanges": [
                {"range": {"start": {"line": 0, "character": 1}, "end": {"line": 0, "character": 2}}, "text": "x"}
            ],
        },
        "textDocument/didSave": {"textDocument": {"uri": uri}, "text": "let word = 1\n"},
        "textDocument/didClose": {"textDocument": {"uri": uri}},
        "leaselens/cursor": {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 2}},
        "workspace/didChangeConfiguration": {"settings": {"leaselens": {"hints": {"pictures": "all"}}}},
        "workspace/didChangeWatchedFiles": {"changes": [{"uri": uri, "type": 2}]},
        "workspace/didChangeWorkspaceFolders": {"event": {"added": [folder], "removed": [folder]}},
        "window/workDoneProgress/cancel": {"token": "work"},
        "$/setTrace": {"value": "off"},
        "$/cancelRequest": {"id": 1},
    }
