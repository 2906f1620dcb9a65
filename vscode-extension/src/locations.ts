// `leaselens.showLocations`: what a code lens does when it is chosen. The server names places, the editor shows them.

import * as vscode from "vscode";
import type { ClientCapabilities, StaticFeature } from "vscode-languageclient/node";
import type { Location, Position } from "vscode-languageserver-types";

/** Tells the server that there is such a command (docs/protocol.md, "Code lenses"). */
export const SHOWS_LOCATIONS: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), leaselensShowLocations: true };
  },
  initialize(): void {},
  getState: () => ({ kind: "static" }),
  clear(): void {},
};

/** Show some places of a document beside the one that they are about. */
export async function showLocations(uri: string, position: Position, locations: readonly Location[]): Promise<void> {
  const places = locations.map(
    ({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(at(range.start), at(range.end))),
  );
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), at(position), places);
}

function at(position: Position): vscode.Position {
  return new vscode.Position(position.line, position.character);
}
