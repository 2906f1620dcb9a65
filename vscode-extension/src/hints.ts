// How hints look in VS Code.

import type { InlayHint } from "vscode";

/** A picture at the end of a line stands apart from the code by more than VS Code's own hair's breadth. */
export function setApart(hint: InlayHint): InlayHint {
  const { data } = hint as { data?: { kind?: string } };
  if (data?.kind === "picture" && typeof hint.label === "string") hint.label = `   ${hint.label}`;
  return hint;
}
