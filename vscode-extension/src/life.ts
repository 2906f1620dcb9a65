// The life of one lease, marked in the text: of the place under the cursor, or of the one chosen in the diagram view.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { isOurs } from "./languages";
import { Latest } from "./latest";
import { Marks } from "./marks";
import { askLifeAt, askLifeOf, type Life } from "./protocol";

/** One story at a time: a chosen lease stays marked until the cursor moves or the text changes. */
export class LifeMarks implements vscode.Disposable {
  private readonly marks = new Marks();
  private readonly latest = new Latest();
  private readonly subscriptions: vscode.Disposable[] = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
    vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) this.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("leaselens.life")) this.refresh();
    }),
    this.marks,
  ];

  constructor(private readonly client: () => LanguageClient | undefined) {}

  /** The text, the server or the setting is a new one. */
  refresh(): void {
    this.follow(vscode.window.activeTextEditor);
  }

  /** Mark the life of a lease that stands in a diagram, and show where it was issued. */
  async choose(document: vscode.TextDocument, run: number, lease: number): Promise<void> {
    const client = this.client();
    const life = client && (await askLifeOf(client, document, run, lease));
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    if (!client || !life || !editor) return;
    this.latest.forget();
    this.show(client, editor, life);
    const begun = life.stations.find(({ event }) => event === "issued") ?? life.stations[0];
    if (begun) reveal(editor, client.protocol2CodeConverter.asRange(begun.range));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!editor || editor !== vscode.window.activeTextEditor) return;
    if (!areMarked(editor.document) || !isOurs(editor.document)) return this.marks.clear();
    this.latest.ask(() => this.ask(editor));
  }

  private async ask(editor: vscode.TextEditor): Promise<void> {
    const client = this.client();
    const { document, selection } = editor;
    const life = client ? await askLifeAt(client, document, selection.active) : null;
    if (client && editor === vscode.window.activeTextEditor && !document.isClosed) this.show(client, editor, life);
  }

  private show(client: LanguageClient, editor: vscode.TextEditor, life: Life | null): void {
    const stations = life?.stations ?? [];
    this.marks.show(editor, stations.map((station) => ({ station, range: client.protocol2CodeConverter.asRange(station.range) })));
  }
}

/** Whether the lives of leases are marked in the document. */
export function areMarked(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration("leaselens", document).get("life.marks", true);
}

/** Scroll there only if the reader doesn't see it already; the cursor stays where it is. */
export function reveal(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
