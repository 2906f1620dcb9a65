// What the extension and the page in the diagram view tell each other.

export type Moment = "before" | "after";

/** What an element stands for: a row of a frame, a field of an object (`owner`), an object, or a message of a chart. */
export interface Slot {
  readonly frame?: number;
  readonly owner?: number;
  readonly object?: number;
  readonly row?: number | "in-flight";
  readonly message?: number;
}

export interface Drawing {
  readonly svg: string;
  /** What each element is called, for those who hear it: by the key of its slot. */
  readonly names: Readonly<Record<string, string>>;
  /** The keys of the slots that the statement changes. */
  readonly changed: readonly string[];
  /** The keys of the slots that the cursor in the editor points at. */
  readonly lit: readonly string[];
}

export interface Counted {
  readonly index: number;
  readonly count: number;
}

/** Everything that the view shows. `code` is the line; `meant` what of it the moments are of. A chart has no moment
 * before it, since it shows the whole course of something. */
export interface Shown {
  readonly place: string;
  readonly code: string;
  readonly meant: readonly [number, number];
  readonly notes: readonly string[];
  readonly moments: Readonly<Record<Moment, Drawing | null>>;
  readonly isChart: boolean;
  readonly visits: Counted;
  readonly worlds: Counted;
  readonly of: "expression" | "statement";
  readonly isPinned: boolean;
  readonly isStale: boolean;
}

/** `empty`: there is nothing to show, and why. `stale`: the text is another one than the one that was drawn. */
export type ToView =
  | { readonly kind: "show"; readonly shown: Shown }
  | { readonly kind: "empty"; readonly why: string }
  | { readonly kind: "stale" }
  | { readonly kind: "lit"; readonly lit: Readonly<Record<Moment, readonly string[]>> };

export type FromView =
  | { readonly kind: "ready" | "pin" | "of" | "copy" | "leave" }
  | { readonly kind: "step"; readonly through: "visits" | "worlds"; readonly by: 1 | -1 }
  | { readonly kind: "point"; readonly moment: Moment; readonly slot: Slot }
  | { readonly kind: "choose"; readonly moment: Moment; readonly slot: Slot };

/** A name for a slot that is the same in every drawing in which it stands. */
export function keyOf({ frame, owner, object, row, message }: Slot): string {
  return [frame, owner, object, row, message].map((part) => part ?? "").join("/");
}
