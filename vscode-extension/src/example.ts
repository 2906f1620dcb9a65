// The program of the walkthrough.

import * as vscode from "vscode";

/** Open a copy of the program, which the reader may change; it is in no file. */
export async function openExample(extension: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "bundled", "lease-ends.dada"));
  const content = new TextDecoder().decode(bytes);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "dada", content }));
}
