// The language status item: the dialect of the file before the reader, and whether the server is at work or in trouble.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** What the server tells of a file when it has read it (docs/protocol.md, `leaselens/status`). */
interface FileStatus {
  readonly uri: string;
  readonly dialect: string;
  readonly title: string;
}

type Health = { readonly is: "starting" } | { readonly is: "running" } | { readonly is: "stopped"; readonly why: string };

/** Shown in the language part of the status bar, only while a file of ours is open. */
export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly files = new Map<string, FileStatus>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private health: Health = { is: "starting" };

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem("leaselens.status", selector);
    this.item.name = "Leaselens";
    this.subscriptions.push(
      this.item,
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.workspace.onDidCloseTextDocument((document) => this.files.delete(document.uri.toString())),
    );
    this.draw();
  }

  /** How the server is. */
  set(health: Health): void {
    this.health = health;
    this.draw();
  }

  /** Hear from the server which dialect each file is read as. */
  listenTo(client: LanguageClient): vscode.Disposable {
    return client.onNotification("leaselens/status", (status: FileStatus) => {
      this.files.set(status.uri, status);
      this.draw();
    });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private draw(): void {
    const { item, health } = this;
    const file = this.files.get(vscode.window.activeTextEditor?.document.uri.toString() ?? "");
    const stopped = health.is === "stopped";
    item.busy = health.is === "starting";
    item.severity = stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = stopped ? "Leaselens has stopped" : file ? `Dada: ${file.dialect}` : "Leaselens";
    item.detail = stopped ? health.why : (file?.title ?? `the server is ${health.is}`);
    item.command = stopped
      ? { command: "leaselens.restart", title: "Restart" }
      : { command: "leaselens.showDiagram", title: "Show Diagram" };
  }
}
