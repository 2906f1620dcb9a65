// The server's drawings as part of the page: their elements can be pointed at, reached with the keyboard, and lit up.

import { type Drawing, keyOf, type Slot } from "./messages";

let isStyled = false;

/** Put a drawing into its section in place of the one that is there; the reader's focus and scrolling stay. */
export function draw(section: HTMLElement, drawing: Drawing | null): void {
  const canvas = section.querySelector<HTMLElement>(".canvas")!;
  const focused = canvas.contains(document.activeElement) ? (document.activeElement as SVGElement).dataset.key : undefined;
  canvas.replaceChildren(drawing ? parsed(drawing) : nothing());
  if (!drawing) return;
  light(section, drawing.lit);
  const elements = reachable(canvas);
  const again = elements.find((element) => element.dataset.key === focused);
  (again ?? elements[0])?.setAttribute("tabindex", "0");
  again?.focus();
}

/** Light up what the cursor in the editor points at, and nothing else. */
export function light(section: HTMLElement, keys: readonly string[]): void {
  for (const element of section.querySelectorAll<SVGElement>("[data-key]")) {
    element.classList.toggle("lit", keys.includes(element.dataset.key!));
  }
}

/** Move the keyboard's focus to a neighbouring row; from outside, to the first. */
export function focusNext(by: 1 | -1): void {
  const elements = reachable(document.body);
  const now = elements.indexOf(document.activeElement as SVGElement);
  const next = elements[now < 0 ? 0 : Math.max(0, Math.min(now + by, elements.length - 1))];
  for (const element of elements) element.setAttribute("tabindex", element === next ? "0" : "-1");
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function nothing(): Node {
  const text = document.createElement("p");
  text.textContent = "The run never comes here.";
  return text;
}

function reachable(root: HTMLElement): SVGElement[] {
  return [...root.querySelectorAll<SVGElement>("[tabindex][data-key]")];
}

function parsed(drawing: Drawing): Node {
  const svg = new DOMParser().parseFromString(drawing.svg, "image/svg+xml").documentElement as unknown as SVGElement;
  adopt(svg.querySelector("style"));
  svg.setAttribute("role", "group");
  for (const element of svg.querySelectorAll<SVGElement>("[data-row], [data-object], [data-message]")) name(element, drawing);
  return document.importNode(svg, true);
}

/** The drawings bring their own style, always the same. The page's policy forbids it inline; as a sheet it may be used. */
function adopt(style: SVGStyleElement | null): void {
  if (!isStyled && style?.textContent) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.textContent);
    document.adoptedStyleSheets = [sheet];
    isStyled = true;
  }
  style?.remove();
}

function name(element: SVGElement, drawing: Drawing): void {
  const slot = slotOf(element);
  const key = keyOf(slot);
  element.dataset.key = key;
  element.dataset.slot = JSON.stringify(slot);
  const isChanged = drawing.changed.includes(key);
  if (isChanged) element.dataset.changed = "true";
  element.classList.toggle("ll-changed", isChanged && element.classList.contains("ll-row"));
  if (slot.row !== undefined && element.classList.contains("ll-arrow")) {
    element.setAttribute("aria-hidden", "true"); // its row tells the same
    return;
  }
  element.setAttribute("tabindex", "-1");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", `${drawing.names[key] ?? ""}${isChanged ? ", changes here" : ""}`);
}

function slotOf({ dataset }: SVGElement): Slot {
  const number = (text: string | undefined, name: string) => (text === undefined ? {} : { [name]: Number(text) });
  const row = dataset.row === "in-flight" ? { row: dataset.row } : number(dataset.row, "row");
  return { ...number(dataset.frame, "frame"), ...number(dataset.owner, "owner"), ...number(dataset.object, "object"), ...number(dataset.message, "message"), ...row } as Slot;
}
