// The diagram panel: who holds what before and after the expression under the cursor, following the cursor.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { page } from "./diagram-page";

/** The answer to `leaselens/diagram` (docs/protocol.md), as far as the panel shows it. */
interface DiagramAnswer {
  readonly range: { readonly start: { readonly line: number; readonly character: number } } | null;
  readonly before?: { readonly text: string } | null;
  readonly after?: { readonly text: string } | null;
}

/** What the panel's page is sent: a heading, and the two moments (or what to say in their place). */
export interface Picture {
  readonly heading: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Short enough to feel immediate, long enough that a held arrow key asks only once. */
const REST_MS = 60;

/** A panel beside the editor, opened by the command `Leaselens: Show Diagram`. */
export class DiagramPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private following: vscode.TextEditor | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(
    private readonly client: () => LanguageClient | undefined,
    private readonly icons: vscode.Uri,
  ) {
    this.subscriptions.push(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.following?.document) this.refresh();
      }),
    );
  }

  /** Open the panel, or bring it to the front, for the editor that has the cursor. */
  show(): void {
    if (this.panel === undefined) this.open();
    else this.panel.reveal(undefined, true);
    this.follow(vscode.window.activeTextEditor);
  }

  /** Ask again for the place that was asked for last: the text or the server is a new one. */
  refresh(): void {
    this.follow(this.following);
  }

  dispose(): void {
    this.panel?.dispose();
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private open(): void {
    const panel = vscode.window.createWebviewPanel(
      "leaselens.diagram",
      "Leaselens Diagram",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true },
    );
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.icons, "dada-light.svg"),
      dark: vscode.Uri.joinPath(this.icons, "dada-dark.svg"),
    };
    panel.webview.html = page(panel.webview.cspSource);
    panel.onDidDispose(() => (this.panel = undefined));
    this.panel = panel;
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (this.panel === undefined || editor?.document.languageId !== "dada") return;
    this.following = editor;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(editor), REST_MS);
  }

  private async ask(editor: vscode.TextEditor): Promise<void> {
    const client = this.client();
    if (client === undefined) return this.draw({ heading: "The language server does not run.", before: null, after: null });
    this.asking?.cancel();
    const asking = (this.asking = new vscode.CancellationTokenSource());
    const params = {
      textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
      position: client.code2ProtocolConverter.asPosition(meant(editor)),
      when: "both",
    };
    try {
      const answer = await client.sendRequest<DiagramAnswer | null>("leaselens/diagram", params, asking.token);
      if (!asking.token.isCancellationRequested) this.draw(picture(editor.document, answer));
    } catch (error) {
      // A cancelled question is answered by the next one; anything else is in the output channel already.
      if (!asking.token.isCancellationRequested) client.warn("leaselens/diagram failed", error);
    }
  }

  private draw(picture: Picture): void {
    void this.panel?.webview.postMessage(picture);
  }
}

/** Before the first character of a line the whole line is meant, as at its end; elsewhere the expression at the cursor. */
function meant(editor: vscode.TextEditor): vscode.Position {
  const { active } = editor.selection;
  const line = editor.document.lineAt(active.line);
  return active.character <= line.firstNonWhitespaceCharacterIndex ? line.range.end : active;
}

function picture(document: vscode.TextDocument, answer: DiagramAnswer | null): Picture {
  const line = answer?.range?.start.line;
  if (!answer || line === undefined || line >= document.lineCount) {
    return { heading: "Nothing runs at the cursor.", before: null, after: null };
  }
  return {
    heading: `Line ${line + 1}: ${document.lineAt(line).text.trim()}`,
    before: answer.before?.text ?? null,
    after: answer.after?.text ?? null,
  };
}
