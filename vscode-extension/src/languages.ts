// Which documents are ours.

import type * as vscode from "vscode";

const LANGUAGES = ["dada", "idol"];

/** Files and texts not yet saved; not `git:` and the like, where squiggles would stand in views of old versions. */
export const SELECTOR = LANGUAGES.flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);

export function isOurs(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return SELECTOR.some(({ scheme, language }) => document?.languageId === language && document.uri.scheme === scheme);
}
