// The server's own requests, and their answers (docs/protocol.md).

import type * as vscode from "vscode";
import { type LanguageClient, LSPErrorCodes, type Range, ResponseError } from "vscode-languageclient/node";
import type { Slot } from "./view/messages";

export interface Row {
  readonly name: string;
  readonly value: string | null;
  readonly word: string | null;
  readonly lease: number | null;
  readonly leasedOut: boolean;
  readonly lessors: readonly { readonly place: string }[];
  readonly issued: Range | null;
  readonly ended: { readonly cause: string; readonly range: Range | null } | null;
  readonly target: number | null;
  readonly state: "valid" | "expired" | "given" | "dropped" | "unset";
  readonly changed: boolean;
}

export interface Frame {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly inFlight: Row | null;
}

export interface HeapObject {
  readonly id: number;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly changed: boolean;
  readonly created: Range | null;
}

/** An arrow of a chart. */
export interface Message {
  readonly label: string;
  readonly range: Range | null;
}

/** A diagram of a moment has frames and objects; a chart, of what passes in the course of time, has messages. */
export interface Graph {
  readonly frames?: readonly Frame[];
  readonly objects?: readonly HeapObject[];
  readonly messages?: readonly Message[];
}

/** Something in a picture that an element of its drawing may stand for. */
export interface Drawn {
  readonly slot: Slot;
  readonly row?: Row;
  readonly object?: HeapObject;
  readonly message?: Message;
}

export interface Picture {
  readonly graph: Graph;
  readonly text: string;
  readonly svg?: string;
}

export interface Counted {
  readonly index: number;
  readonly count: number;
}

export interface Diagram {
  readonly stale: boolean;
  readonly range: Range | null;
  readonly before?: Picture | null;
  readonly after?: Picture | null;
  readonly visits: Counted;
  readonly worlds: Counted;
  readonly path: readonly { readonly range: Range | null; readonly taken: boolean }[];
  readonly calls: readonly (Range | null)[];
  readonly complete: boolean;
  readonly run: number;
}

export interface Station {
  readonly range: Range;
  readonly event: "issued" | "used" | "lessor" | "expired" | "ended";
  readonly certainty: "surely" | "maybe";
  readonly permission: "my" | "our" | "leased" | "shared" | null;
  readonly leasedOut: boolean;
}

export interface Life {
  readonly stale: boolean;
  readonly stations: readonly Station[];
}

/** Which moments: of what, and in which of its visits and worlds (from 1). */
export interface Wanted {
  readonly of: "expression" | "statement";
  readonly visit: number;
  readonly world: number;
  readonly svg: boolean;
}

export function askDiagram(
  client: LanguageClient,
  document: vscode.TextDocument,
  position: vscode.Position,
  wanted: Wanted,
): Promise<Diagram | null> {
  return ask(client, "leaselens/diagram", { ...place(client, document, position), ...wanted });
}

export function askLifeAt(
  client: LanguageClient,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Life | null> {
  return ask(client, "leaselens/life", place(client, document, position));
}

export function askLifeOf(client: LanguageClient, document: vscode.TextDocument, run: number, lease: number): Promise<Life | null> {
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  return ask(client, "leaselens/life", { textDocument, run, lease });
}

/** Everything in a picture that an element of its drawing may stand for. */
export function slots(graph: Graph): Drawn[] {
  return [
    ...(graph.frames ?? []).flatMap(({ rows, inFlight }, frame) => [
      ...rows.map((row, index) => ({ slot: { frame, row: index }, row })),
      ...(inFlight ? [{ slot: { frame, row: "in-flight" as const }, row: inFlight }] : []),
    ]),
    ...(graph.objects ?? []).flatMap((object) => [
      { slot: { object: object.id }, object },
      ...object.rows.map((row, index) => ({ slot: { owner: object.id, row: index }, row })),
    ]),
    ...(graph.messages ?? []).map((message, index) => ({ slot: { message: index }, message })),
  ];
}

/** Where it comes from in the text: where it was issued and ended, where it was made, where it is declared. */
export function sources({ row, object, message }: Drawn): Range[] {
  return [row?.issued, row?.ended?.range, object?.created, message?.range].flatMap((range) => range ?? []);
}

function place(client: LanguageClient, document: vscode.TextDocument, position: vscode.Position): object {
  const { code2ProtocolConverter: convert } = client;
  return { textDocument: convert.asTextDocumentIdentifier(document), position: convert.asPosition(position) };
}

/** The answer; `null` also where there is none because the text or the server is a new one already. */
async function ask<T>(client: LanguageClient, method: string, params: object): Promise<T | null> {
  try {
    return await client.sendRequest<T | null>(method, params);
  } catch (error) {
    const isOvertaken = error instanceof ResponseError && OVERTAKEN.has(error.code);
    if (client.isRunning() && !isOvertaken) client.warn(`${method} failed`, error);
    return null;
  }
}

const OVERTAKEN = new Set<number>([LSPErrorCodes.ContentModified, LSPErrorCodes.RequestCancelled, LSPErrorCodes.ServerCancelled]);
