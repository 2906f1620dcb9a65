// How the life of a lease is marked in the text: each part in its own theme colour, what only may be so dashed.

import * as vscode from "vscode";
import type { Station } from "./protocol";

type Part = "lessor" | "lessee" | "shared" | "expired" | "issued" | "ended";

/** The part that a station plays; `undefined` for a place that owns what it holds and has lent it to nobody. */
export function partOf({ event, permission, leasedOut }: Station): Part | undefined {
  if (event === "lessor" || (event === "used" && leasedOut)) return "lessor";
  if (event !== "used") return event;
  if (permission === "our" || permission === "shared") return "shared";
  return permission === "leased" ? "lessee" : undefined;
}

const COLOURS: Readonly<Record<Part, string>> = {
  lessor: "leaselens.lessor",
  lessee: "leaselens.lessee",
  shared: "leaselens.shared",
  expired: "leaselens.expired",
  issued: "leaselens.lessee",
  ended: "leaselens.expired",
};

/** The decorations of one story, which takes the place of the one before. */
export class Marks implements vscode.Disposable {
  private readonly types = new Map<string, vscode.TextEditorDecorationType>();
  private editor: vscode.TextEditor | undefined;

  show(editor: vscode.TextEditor, stations: readonly { readonly station: Station; readonly range: vscode.Range }[]): void {
    if (editor !== this.editor) this.clear();
    this.editor = editor;
    const ranges = new Map<string, vscode.Range[]>([...this.types.keys()].map((look) => [look, []]));
    for (const { station, range } of stations) {
      const part = partOf(station);
      if (part === undefined) continue;
      const look = `${part} ${station.certainty}`;
      if (!this.types.has(look)) this.types.set(look, decoration(part, station.certainty === "maybe"));
      ranges.set(look, [...(ranges.get(look) ?? []), range]);
    }
    for (const [look, found] of ranges) editor.setDecorations(this.types.get(look)!, found);
  }

  clear(): void {
    for (const type of this.types.values()) this.editor?.setDecorations(type, []);
    this.editor = undefined;
  }

  dispose(): void {
    for (const type of this.types.values()) type.dispose();
  }
}

/** Where a lease begins and ends a box, where it is used a line below. */
function decoration(part: Part, isMaybe: boolean): vscode.TextEditorDecorationType {
  const colour = new vscode.ThemeColor(COLOURS[part]);
  const isEdge = part === "issued" || part === "ended";
  return vscode.window.createTextEditorDecorationType({
    borderColor: colour,
    borderStyle: isMaybe ? "dashed" : "solid",
    borderWidth: isEdge ? "1px" : "0 0 2px 0",
    ...(isEdge ? { borderRadius: "2px" } : {}),
    ...(part === "expired" ? { textDecoration: `line-through ${isMaybe ? "dashed" : "solid"}` } : {}),
    overviewRulerColor: colour,
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
