// How hints look in VS Code.

import type { InlayHint, TextDocument } from "vscode";
import { isWanted } from "./floating";

/** Pictures stand apart from the code; where the whole diagram stands beside the line, there are none. */
export function beside(document: TextDocument, hints: InlayHint[] | null | undefined): InlayHint[] | null | undefined {
  return isWanted(document) ? hints?.filter((hint) => !isPicture(hint)) : hints?.map(setApart);
}

function isPicture(hint: InlayHint): boolean {
  return (hint as { data?: { kind?: string } }).data?.kind === "picture";
}

/** By more than VS Code's own hair's breadth. */
function setApart(hint: InlayHint): InlayHint {
  if (isPicture(hint) && typeof hint.label === "string") hint.label = `   ${hint.label}`;
  return hint;
}
