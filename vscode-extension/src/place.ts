// The place in a document that a picture is of.

import * as vscode from "vscode";

export interface Place {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** Before the first character of a line the whole line is meant, as at its end; elsewhere what stands at the cursor. */
export function meant(editor: vscode.TextEditor): Place {
  const { document, selection: { active } } = editor;
  const line = document.lineAt(active.line);
  return { document, position: active.character <= line.firstNonWhitespaceCharacterIndex ? line.range.end : active };
}

/** Where a position has come to by an edit. */
export function moved(position: vscode.Position, edits: readonly vscode.TextDocumentContentChangeEvent[]): vscode.Position {
  return edits.reduce((now, { range, text }) => {
    if (now.isBefore(range.end)) return now.isAfter(range.start) ? range.start : now;
    const added = text.split("\n");
    const line = now.line - range.end.line + range.start.line + added.length - 1;
    if (now.line > range.end.line) return new vscode.Position(line, now.character);
    const begin = added.length > 1 ? 0 : range.start.character;
    return new vscode.Position(line, begin + added.at(-1)!.length + now.character - range.end.character);
  }, position);
}
