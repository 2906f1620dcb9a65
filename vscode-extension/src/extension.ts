// Leaselens in VS Code: commands, and one language server for all files of the window.

import * as vscode from "vscode";
import { CursorTeller } from "./cursor";
import { DiagramPanel } from "./diagram";
import { SELECTOR, Server } from "./server";
import { showLocations } from "./locations";
import { Status } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Leaselens", { log: true });
  const status = new Status(SELECTOR);
  const started = new Server(context.extensionPath, output, status);
  const diagram = new DiagramPanel(() => started.running, vscode.Uri.joinPath(context.extensionUri, "icons"));
  const cursor = new CursorTeller(() => started.running);
  server = started;
  context.subscriptions.push(
    output,
    status,
    started,
    diagram,
    cursor,
    started.onDidStart(() => {
      cursor.tellAgain();
      diagram.refresh();
    }),
    vscode.commands.registerCommand("leaselens.restart", () => started.restart()),
    vscode.commands.registerCommand("leaselens.showLocations", showLocations),
    vscode.commands.registerCommand("leaselens.showOutput", () => output.show()),
    vscode.commands.registerCommand("leaselens.showVersion", () => started.showVersion()),
    vscode.commands.registerCommand("leaselens.showDiagram", () => diagram.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("leaselens.server")) void started.restart();
    }),
  );
  await vscode.commands.executeCommand("setContext", "leaselens.active", true);
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
