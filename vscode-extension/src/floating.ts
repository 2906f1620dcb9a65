// The diagram beside the line of the cursor (`leaselens.diagrams.floating`).
//
// VS Code has no way to show several lines beside the text: an attachment's `contentText` ends at its first line break.
// So the text is brought in by the one property that is passed on to the style sheet as it is. Should a later version
// of VS Code refuse that, nothing is shown, and nothing else is lost: the setting is off unless somebody turns it on.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { isOurs } from "./languages";
import { Latest } from "./latest";
import { meant } from "./place";
import { askDiagram } from "./protocol";

/** Columns between the longest line beside the diagram and the diagram. */
const GAP = 4;

export class FloatingDiagram implements vscode.Disposable {
  private readonly latest = new Latest();
  private shown: vscode.TextEditorDecorationType | undefined;
  private readonly subscriptions: vscode.Disposable[] = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
    vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) this.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("leaselens.diagrams")) this.refresh();
    }),
  ];

  constructor(private readonly client: () => LanguageClient | undefined) {}

  /** The text, the server or the setting is a new one. */
  refresh(): void {
    this.follow(vscode.window.activeTextEditor);
  }

  dispose(): void {
    this.shown?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!editor || editor !== vscode.window.activeTextEditor) return;
    if (!isOurs(editor.document) || !isWanted(editor.document)) return this.replace(undefined);
    this.latest.ask(() => this.ask(editor));
  }

  private async ask(editor: vscode.TextEditor): Promise<void> {
    const client = this.client();
    const { document, position } = meant(editor);
    const wanted = { of: "statement", visit: 1, world: 1, svg: false } as const;
    const answer = client ? await askDiagram(client, document, position, wanted) : null;
    if (document.isClosed || !isWanted(document) || answer?.stale) return;
    const text = answer?.after?.text;
    if (!text) return this.replace(undefined);
    const line = editor.selection.active.line;
    const next = vscode.window.createTextEditorDecorationType({});
    const end = document.lineAt(line).range.end;
    const decoration = decorationOf(text, columnBeside(document, line, text.split("\n").length) - end.character);
    editor.setDecorations(next, [{ range: new vscode.Range(end, end), renderOptions: { after: decoration } }]);
    this.replace(next);
  }

  /** The new one stands before the old one goes, so that nothing flickers. */
  private replace(next: vscode.TextEditorDecorationType | undefined): void {
    this.shown?.dispose();
    this.shown = next;
  }
}

export function isWanted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration("leaselens", document).get("diagrams.floating", false);
}

/** A column that is free in all the lines beside which the diagram stands. */
function columnBeside(document: vscode.TextDocument, first: number, height: number): number {
  const last = Math.min(first + height, document.lineCount);
  const lengths = Array.from({ length: last - first }, (_, index) => document.lineAt(first + index).range.end.character);
  return Math.max(...lengths) + GAP;
}

function decorationOf(text: string, distance: number): vscode.ThemableDecorationAttachmentRenderOptions {
  const css = {
    content: quoted(text),
    position: "absolute",
    "z-index": "1",
    "white-space": "pre",
    "line-height": "1.2",
    "font-style": "normal",
    "margin-left": `${distance}ch`,
    padding: "0.3em 0.7em",
    "border-radius": "4px",
    "pointer-events": "none",
  };
  return {
    contentText: " ", // an attachment without a text is not made at all
    color: new vscode.ThemeColor("editorHoverWidget.foreground"),
    backgroundColor: new vscode.ThemeColor("editorHoverWidget.background"),
    border: "1px solid",
    borderColor: new vscode.ThemeColor("editorHoverWidget.border"),
    textDecoration: ["none", ...Object.entries(css).map(([name, value]) => `${name}: ${value}`)].join("; "),
  };
}

/** A string of CSS. Whatever is not a plain letter, a digit or a box drawing is written by its number. */
function quoted(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N}\u2500-\u257f\u25ba ]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
