// The diagram view: who holds what before and after the statement under the cursor, following the cursor.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { page } from "./diagram-page";
import { isOurs } from "./languages";
import { Latest } from "./latest";
import { type LifeMarks, reveal } from "./life";
import { meant, moved, type Place } from "./place";
import { askDiagram, type Diagram, slots, sources } from "./protocol";
import { type Cursor, lit, shown } from "./shown";
import { type FromView, keyOf, type Moment, type Slot, type ToView } from "./view/messages";

/** Until the server is asked again about a text whose analysis is under way. */
const AGAIN_MS = 150;
const WHERE = "Put the cursor on a statement that runs, or on an operation of an interface.";
const MOMENTS: readonly Moment[] = ["before", "after"];

/** A panel beside the editor, opened by the command `Leaselens: Show Diagram`. One story at a time. */
export class DiagramView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private place: Place | undefined;
  private isPinned = false;
  private of: "expression" | "statement" = "statement";
  private step = { visits: 1, worlds: 1 };
  private answer: Diagram | null = null;
  private again: NodeJS.Timeout | undefined;
  private readonly latest = new Latest();
  private readonly pointed = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
    border: "1px solid",
    borderColor: new vscode.ThemeColor("editor.findMatchHighlightBorder"),
  });
  private readonly subscriptions: vscode.Disposable[] = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
    vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
    vscode.workspace.onDidChangeTextDocument((change) => this.edited(change)),
    this.pointed,
  ];

  constructor(
    private readonly client: () => LanguageClient | undefined,
    private readonly extension: vscode.Uri,
    private readonly life: LifeMarks,
  ) {}

  /** Open the view, or bring it to the front, for the editor that has the cursor. */
  show(): void {
    if (this.panel === undefined) this.open();
    else this.panel.reveal(undefined, true);
    this.follow(vscode.window.activeTextEditor);
  }

  /** Ask again for the place that was asked for last: the server is a new one. */
  refresh(): void {
    if (this.place) this.ask(this.place);
  }

  /** Keep the place that is shown while the cursor goes elsewhere, or follow the cursor again. */
  togglePin(): void {
    this.isPinned = !this.isPinned;
    if (this.isPinned) this.redraw();
    else this.follow(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find((e) => e.document === this.place?.document));
  }

  /** Show what the whole statement does, or only the expression at the cursor. */
  toggleStatement(): void {
    this.of = this.of === "statement" ? "expression" : "statement";
    this.step = { visits: 1, worlds: 1 };
    this.refresh();
  }

  /** Go to another execution of the statement, or to another of its worlds. */
  go(through: "visits" | "worlds", by: 1 | -1): void {
    const counted = this.answer?.[through];
    if (!counted) return;
    const next = Math.max(1, Math.min(counted.index + by, counted.count));
    this.step = through === "visits" ? { visits: next, worlds: 1 } : { ...this.step, worlds: next };
    this.refresh();
  }

  /** Both moments as box drawings, in the clipboard. */
  async copy(): Promise<void> {
    const texts = MOMENTS.flatMap((moment) => {
      const picture = this.answer?.[moment];
      return picture ? [picture.graph.messages ? picture.text : `${moment}:\n${picture.text}`] : [];
    });
    if (texts.length === 0) return;
    await vscode.env.clipboard.writeText(`${texts.join("\n\n")}\n`);
    vscode.window.setStatusBarMessage("The diagram is in the clipboard.", 3000);
  }

  dispose(): void {
    this.panel?.dispose();
    clearTimeout(this.again);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  // --- the page

  private open(): void {
    const folder = vscode.Uri.joinPath(this.extension, "dist");
    const panel = vscode.window.createWebviewPanel(
      "leaselens.diagram",
      "Leaselens Diagram",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [folder], retainContextWhenHidden: true },
    );
    const icon = (name: string) => vscode.Uri.joinPath(this.extension, "icons", name);
    panel.iconPath = { light: icon("dada-light.svg"), dark: icon("dada-dark.svg") };
    panel.webview.onDidReceiveMessage((message: FromView) => this.take(message));
    panel.webview.html = page(panel.webview, folder);
    panel.onDidDispose(() => this.closed());
    this.panel = panel;
    void vscode.commands.executeCommand("setContext", "leaselens.diagramOpen", true);
  }

  private closed(): void {
    this.panel = undefined;
    this.isPinned = false;
    clearTimeout(this.again);
    void vscode.commands.executeCommand("setContext", "leaselens.diagramOpen", false);
  }

  private tell(message: ToView): void {
    void this.panel?.webview.postMessage(message);
  }

  private take(message: FromView): void {
    if (message.kind === "point") this.light(this.rangesOf(message.moment, message.slot));
    else if (message.kind === "choose") void this.choose(message.moment, message.slot);
    else if (message.kind === "step") this.go(message.through, message.by);
    else this.acts[message.kind]();
  }

  private readonly acts = {
    ready: () => this.redraw(),
    pin: () => this.togglePin(),
    of: () => this.toggleStatement(),
    copy: () => void this.copy(),
    leave: () => this.light([]),
  };

  // --- what is shown

  private follow(editor: vscode.TextEditor | undefined): void {
    if (this.panel === undefined || !editor || !isOurs(editor.document)) return;
    if (this.isPinned) return this.tellLit();
    this.step = { visits: 1, worlds: 1 };
    this.ask(meant(editor));
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (this.panel === undefined || document !== this.place?.document || contentChanges.length === 0) return;
    this.tell({ kind: "stale" });
    this.ask({ document, position: moved(this.place.position, contentChanges) });
  }

  private ask(place: Place): void {
    this.place = place;
    clearTimeout(this.again);
    this.latest.ask(() => this.answered(place));
  }

  /** The last picture stays until the new one is there. */
  private async answered(place: Place): Promise<void> {
    const client = this.client();
    if (client === undefined) return this.tell({ kind: "empty", why: "The language server does not run." });
    const { visits: visit, worlds: world } = this.step;
    this.answer = await askDiagram(client, place.document, place.position, { of: this.of, visit, world, svg: true });
    if (place === this.place && (this.answer === null || this.answer.stale) && !place.document.isClosed) this.askAgain(place);
    this.redraw();
  }

  private askAgain(place: Place): void {
    if (!this.answer) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => {
      if (place === this.place) this.ask(place);
    }, AGAIN_MS);
  }

  private redraw(): void {
    const { answer, place } = this;
    if (!answer || !place) return this.tell({ kind: "empty", why: WHERE });
    const { range } = answer;
    if (!range || range.start.line >= place.document.lineCount) return this.tell({ kind: "stale" });
    const textOf = (line: number) => (line < place.document.lineCount ? place.document.lineAt(line).text : "");
    const view = { of: this.of, isPinned: this.isPinned, cursor: this.cursor() };
    this.tell({ kind: "show", shown: shown({ ...answer, range }, textOf, view) });
  }

  // --- the picture and the source

  private editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document === this.place?.document);
  }

  private cursor(): Cursor | undefined {
    const editor = this.editor();
    if (!editor) return undefined;
    const position = editor.selection.active;
    const word = editor.document.getWordRangeAtPosition(position);
    return { position, word: word && editor.document.getText(word) };
  }

  /** While the view is pinned, the cursor lights up what it points at. */
  private tellLit(): void {
    const cursor = this.cursor();
    const found = (moment: Moment) => (cursor && this.answer?.[moment] ? lit(this.answer[moment].graph, cursor) : []);
    this.tell({ kind: "lit", lit: { before: found("before"), after: found("after") } });
  }

  private at(moment: Moment, slot: Slot) {
    const graph = this.answer?.[moment]?.graph;
    return graph && slots(graph).find((one) => keyOf(one.slot) === keyOf(slot));
  }

  private rangesOf(moment: Moment, slot: Slot): vscode.Range[] {
    const client = this.client();
    const found = this.at(moment, slot);
    return client && found ? sources(found).map((range) => client.protocol2CodeConverter.asRange(range)) : [];
  }

  private light(ranges: readonly vscode.Range[]): void {
    this.editor()?.setDecorations(this.pointed, ranges);
  }

  private async choose(moment: Moment, slot: Slot): Promise<void> {
    const lease = this.at(moment, slot)?.row?.lease;
    const [first] = this.rangesOf(moment, slot);
    const editor = this.editor();
    if (!this.answer || !this.place || !editor) return;
    if (typeof lease === "number") await this.life.choose(this.place.document, this.answer.run, lease);
    else if (first) reveal(editor, first);
  }
}
