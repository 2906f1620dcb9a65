// The page in the diagram view: shows what the extension sends, and tells it what the reader does.

import { draw, focusNext, light } from "./drawing";
import type { FromView, Moment, Shown, ToView } from "./messages";

declare function acquireVsCodeApi(): { postMessage(message: FromView): void };

const extension = acquireVsCodeApi();
const MOMENTS: readonly Moment[] = ["before", "after"];

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function show(shown: Shown): void {
  document.body.classList.remove("empty");
  document.body.classList.toggle("stale", shown.isStale);
  document.body.classList.toggle("chart", shown.isChart);
  element("place").textContent = shown.place;
  const [start, end] = shown.meant;
  element("code").replaceChildren(shown.code.slice(0, start), marked(shown.code.slice(start, end)), shown.code.slice(end));
  element("notes").replaceChildren(...shown.notes.map(paragraph));
  for (const moment of MOMENTS) draw(element(moment), shown.moments[moment]);
  count("visits", shown);
  count("worlds", shown);
  element("of").ariaPressed = String(shown.of === "expression");
  element("pin").ariaPressed = String(shown.isPinned);
}

function marked(text: string): HTMLElement {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

function paragraph(text: string): HTMLElement {
  const note = document.createElement("p");
  note.textContent = text;
  return note;
}

/** The stepper keeps its place when there is only one to see, so that nothing jumps when there are more. */
function count(through: "visits" | "worlds", shown: Shown): void {
  const { index, count } = shown[through];
  const stepper = element(through);
  stepper.classList.toggle("single", count < 2);
  stepper.querySelector("output")!.textContent = `${through === "visits" ? "visit" : "world"} ${index} of ${count}`;
  stepper.querySelectorAll<HTMLButtonElement>("button").forEach((button) => {
    button.disabled = index + Number(button.dataset.by) < 1 || index + Number(button.dataset.by) > count;
  });
}

const takers: { [K in ToView["kind"]]: (message: Extract<ToView, { kind: K }>) => void } = {
  show: ({ shown }) => show(shown),
  stale: () => document.body.classList.add("stale"),
  lit: ({ lit }) => MOMENTS.forEach((moment) => light(element(moment), lit[moment])),
  empty: ({ why }) => {
    document.body.classList.add("empty");
    element("why").textContent = why;
  },
};

addEventListener("message", ({ data }: MessageEvent<ToView>) => (takers[data.kind] as (message: ToView) => void)(data));

function step(through: "visits" | "worlds", by: 1 | -1): void {
  extension.postMessage({ kind: "step", through, by });
}

for (const through of ["visits", "worlds"] as const) {
  element(through)
    .querySelectorAll<HTMLButtonElement>("button")
    .forEach((button) => button.addEventListener("click", () => step(through, button.dataset.by === "1" ? 1 : -1)));
}
for (const kind of ["of", "pin", "copy"] as const) element(kind).addEventListener("click", () => extension.postMessage({ kind }));

for (const moment of MOMENTS) {
  for (const [event, kind] of [["pointerover", "point"], ["focusin", "point"], ["click", "choose"]] as const) {
    element(moment).addEventListener(event, ({ target }) => tell(kind, moment, target as Element));
  }
  element(moment).addEventListener("pointerleave", () => extension.postMessage({ kind: "leave" }));
  element(moment).addEventListener("focusout", () => extension.postMessage({ kind: "leave" }));
}

/** A row, an arrow or an object was pointed at (by a pointer or the keyboard's focus), or chosen. */
function tell(kind: "point" | "choose", moment: Moment, target: Element): void {
  const slot = target.closest<SVGElement>("[data-slot]")?.dataset.slot;
  if (slot !== undefined) extension.postMessage({ kind, moment, slot: JSON.parse(slot) });
}

const KEYS: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => step("visits", -1),
  ArrowRight: () => step("visits", 1),
  "Shift+ArrowLeft": () => step("worlds", -1),
  "Shift+ArrowRight": () => step("worlds", 1),
  ArrowUp: () => focusNext(-1),
  ArrowDown: () => focusNext(1),
  p: () => extension.postMessage({ kind: "pin" }),
  e: () => extension.postMessage({ kind: "of" }),
  c: () => extension.postMessage({ kind: "copy" }),
  Enter: () => (document.activeElement as SVGElement | null)?.dispatchEvent(new MouseEvent("click", { bubbles: true })),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
  const act = KEYS[(event.shiftKey ? "Shift+" : "") + event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});

extension.postMessage({ kind: "ready" });
