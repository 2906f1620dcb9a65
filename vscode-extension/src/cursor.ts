// Tells the server on which line the cursor is, so that pictures can stand on that line only
// (`leaselens.hints.pictures` = `cursorLine`; docs/protocol.md, `leaselens/cursor`).

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { isOurs } from "./languages";

/** Follows the cursor of the editor that has the focus, and speaks when it comes to another line. */
export class CursorTeller implements vscode.Disposable {
  private told = "";
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(private readonly client: () => LanguageClient | undefined) {
    this.subscriptions.push(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.tell(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.tell(editor)),
    );
  }

  /** Tell a server that has just started and knows nothing yet. */
  tellAgain(): void {
    this.told = "";
    this.tell(vscode.window.activeTextEditor);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private tell(editor: vscode.TextEditor | undefined): void {
    const client = this.client();
    if (client === undefined || editor === undefined || !isOurs(editor.document)) return;
    if (editor !== vscode.window.activeTextEditor) return;
    const position = editor.selection.active;
    const now = `${editor.document.uri.toString()}:${position.line}`;
    if (now === this.told) return;
    this.told = now;
    void client.sendNotification("leaselens/cursor", {
      textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
      position: client.code2ProtocolConverter.asPosition(position),
    });
  }
}
