// The language status item: the dialect of the file before the reader, and whether the server is at work or in trouble.

import * as vscode from "vscode";
import type { ClientCapabilities, LanguageClient, StaticFeature } from "vscode-languageclient/node";

/** What the server tells of a file when it has read it (docs/protocol.md, `leaselens/status`). */
interface FileStatus {
  readonly uri: string;
  readonly dialect: string | null;
}

const WANTS_STATUS: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), leaselensStatus: true };
  },
  initialize(): void {},
  getState: () => ({ kind: "static" }),
  clear(): void {},
};

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

  /** Hear from a server that is about to start which dialect each file is read in. */
  listenTo(client: LanguageClient): void {
    client.registerFeature(WANTS_STATUS);
    client.onNotification("leaselens/status", (status: FileStatus) => {
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
    item.text = stopped ? "Leaselens has stopped" : file?.dialect ? `Dada, dialect ${file.dialect}` : "Leaselens";
    item.detail = stopped ? health.why : `Leaselens is ${health.is}`;
    item.command = stopped
      ? { command: "leaselens.restart", title: "Restart" }
      : { command: "leaselens.showDiagram", title: "Show Diagram" };
  }
}
