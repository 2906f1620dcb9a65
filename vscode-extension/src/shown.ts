// From the server's answer to what the diagram view shows. Nothing here knows VS Code.

import { type Diagram, type Drawn, type Graph, type HeapObject, type Picture, type Row, slots, sources } from "./protocol";
import { type Drawing, keyOf, type Shown } from "./view/messages";

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Where the reader's cursor is, and the word it touches. */
export interface Cursor {
  readonly position: Position;
  readonly word: string | undefined;
}

export interface View {
  readonly of: "expression" | "statement";
  readonly isPinned: boolean;
  /** In the document that is shown; `undefined` while the cursor is in another one. */
  readonly cursor: Cursor | undefined;
}

/** `textOf` gives the text of a line. */
export function shown(answer: Diagram & { range: Range }, textOf: (line: number) => string, view: View): Shown {
  const { start, end } = answer.range;
  const text = textOf(start.line);
  const code = text.trim();
  const indent = text.length - text.trimStart().length;
  const last = end.line > start.line ? text.length : end.character;
  return {
    place: `Line ${start.line + 1}`,
    code,
    meant: [Math.max(0, start.character - indent), Math.max(0, last - indent)],
    notes: notes(answer, textOf),
    moments: { before: drawing(answer.before, changed(answer), view.cursor), after: drawing(answer.after, changed(answer), view.cursor) },
    isChart: answer.after?.graph.messages !== undefined,
    visits: answer.visits,
    worlds: answer.worlds,
    of: view.of,
    isPinned: view.isPinned,
    isStale: answer.stale,
  };
}

function drawing(picture: Picture | null | undefined, changed: readonly string[], cursor: Cursor | undefined): Drawing | null {
  if (!picture?.svg) return null;
  return { svg: picture.svg, names: names(picture.graph), changed, lit: cursor ? lit(picture.graph, cursor) : [] };
}

/** What changes is marked at both moments: a value that is stored was computed before, and is not news afterwards. */
function changed({ before, after }: Diagram): string[] {
  const found = [before, after].flatMap((picture) => (picture ? slots(picture.graph) : []));
  return [...new Set(found.filter(({ row, object }) => (row ?? object)?.changed).map(({ slot }) => keyOf(slot)))];
}

function notes({ path, calls, complete }: Diagram, textOf: (line: number) => string): string[] {
  const excerpt = (range: Range) => textOf(range.start.line).slice(range.start.character, range.end.line > range.start.line ? undefined : range.end.character);
  const ways = path.flatMap(({ range, taken }) => (range ? [`\`${excerpt(range)}\` ${taken ? "holds" : "does not hold"} (line ${range.start.line + 1})`] : []));
  const from = calls.flatMap((range) => (range ? [`line ${range.start.line + 1}`] : []));
  return [
    ...(ways.length > 0 ? [`In this world ${ways.join(", ")}.`] : []),
    ...(from.length > 0 ? [`Called from ${from.join(", then ")}.`] : []),
    ...(complete ? [] : ["The program runs on for longer than Leaselens looks."]),
  ];
}

/** What each row and each object is called, by the key of its slot. */
export function names(graph: Graph): Record<string, string> {
  const objects = new Map(graph.objects?.map((object) => [object.id, object]));
  return Object.fromEntries(slots(graph).map((drawn) => [keyOf(drawn.slot), nameOf(drawn, objects)]));
}

function nameOf({ row, object, message }: Drawn, objects: ReadonlyMap<number, HeapObject>): string {
  if (row) return rowName(row, objects);
  return object ? `object ${object.name}` : (message?.label ?? "");
}

function rowName(row: Row, objects: ReadonlyMap<number, HeapObject>): string {
  const lessors = row.lessors.map(({ place }) => place).join(", then ");
  const held = row.target === null ? row.value : objects.get(row.target)?.name;
  return [
    row.name,
    ...(row.state === "valid" ? [[row.word, held].filter(Boolean).join(" ")] : [GONE[row.state]]),
    ...(lessors ? [`leased from ${lessors}`] : []),
    ...(row.leasedOut ? ["leased out"] : []),
  ].join(", ");
}

const GONE = { expired: "its lease has ended", given: "given away", dropped: "dropped", unset: "not set yet", valid: "" };

/** The slots that a cursor points at: the variable whose name it touches, and what was issued, made or ended there. */
export function lit(graph: Graph, { position, word }: Cursor): string[] {
  const newest = (graph.frames?.length ?? 0) - 1;
  return slots(graph)
    .filter((drawn) => {
      const isNamed = drawn.slot.frame === newest && drawn.row?.name === word;
      return isNamed || sources(drawn).some((range) => contains(range, position));
    })
    .map(({ slot }) => keyOf(slot));
}

function contains({ start, end }: Range, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
