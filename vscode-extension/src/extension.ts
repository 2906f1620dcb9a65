// Leaselens in VS Code: commands, and one language server for all files of the window.

import * as vscode from "vscode";
import { CursorTeller } from "./cursor";
import { DiagramView } from "./diagram";
import { openExample } from "./example";
import { FloatingDiagram } from "./floating";
import { SELECTOR } from "./languages";
import { LifeMarks } from "./life";
import { Server } from "./server";
import { showLocations } from "./locations";
import { Status } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Leaselens", { log: true });
  const status = new Status(SELECTOR);
  const started = new Server(context, output, status);
  const life = new LifeMarks(() => started.running);
  const diagram = new DiagramView(() => started.running, context.extensionUri, life);
  const floating = new FloatingDiagram(() => started.running);
  const cursor = new CursorTeller(() => started.running);
  server = started;
  context.subscriptions.push(
    output,
    status,
    started,
    life,
    diagram,
    floating,
    cursor,
    started.onDidStart(() => {
      cursor.tellAgain();
      life.refresh();
      diagram.refresh();
      floating.refresh();
    }),
    vscode.commands.registerCommand("leaselens.restart", () => started.restart()),
    vscode.commands.registerCommand("leaselens.showLocations", showLocations),
    vscode.commands.registerCommand("leaselens.showOutput", () => output.show()),
    vscode.commands.registerCommand("leaselens.showVersion", () => started.showVersion()),
    vscode.commands.registerCommand("leaselens.installRust", () => started.rust.install()),
    vscode.commands.registerCommand("leaselens.showDiagram", () => diagram.show()),
    vscode.commands.registerCommand("leaselens.pinDiagram", () => diagram.togglePin()),
    vscode.commands.registerCommand("leaselens.copyDiagram", () => diagram.copy()),
    vscode.commands.registerCommand("leaselens.nextVisit", () => diagram.go("visits", 1)),
    vscode.commands.registerCommand("leaselens.previousVisit", () => diagram.go("visits", -1)),
    vscode.commands.registerCommand("leaselens.nextWorld", () => diagram.go("worlds", 1)),
    vscode.commands.registerCommand("leaselens.previousWorld", () => diagram.go("worlds", -1)),
    vscode.commands.registerCommand("leaselens.toggleFloatingDiagram", () => toggle("diagrams.floating", false)),
    vscode.commands.registerCommand("leaselens.toggleLifeMarks", () => toggle("life.marks", true)),
    vscode.commands.registerCommand("leaselens.openExample", () => openExample(context.extensionUri)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("leaselens.server")) void started.restart();
    }),
  );
  await vscode.commands.executeCommand("setContext", "leaselens.active", true);
  await started.restart();
}

/** Turn a setting of the reader's over. */
function toggle(name: string, usually: boolean): Thenable<void> {
  const settings = vscode.workspace.getConfiguration("leaselens");
  return settings.update(name, !settings.get(name, usually), vscode.ConfigurationTarget.Global);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
