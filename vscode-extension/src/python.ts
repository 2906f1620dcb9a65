// Which program is the server: the user's own `leaselens`, or the bundled one under the first Python that will do.

import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Executable } from "vscode-languageclient/node";

/** The settings `leaselens.server.path` and `leaselens.server.pythonPath`; empty where the user chose nothing. */
export interface Wishes {
  readonly path: string;
  readonly pythonPath: string;
}

/** A program and the arguments it needs before ours. */
export interface Python {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Found: how to start the server, and in words what it is; `bundled` is how to run the launcher of the bundled one.
 * Not found: why, one line for each thing that was tried.
 */
export type Choice =
  | { readonly executable: Executable; readonly bundled?: Python; readonly what: string; readonly rejected: readonly string[] }
  | { readonly executable: undefined; readonly rejected: readonly string[] };

/** Python apart from the user's folders and environment (-I), speaking UTF-8 whatever the machine's locale. */
const ISOLATED = ["-I", "-X", "utf8"];
const PROBE_TIMEOUT_MS = 10_000;
const INSTALL_TIMEOUT_MS = 300_000;
const run = promisify(execFile);

/**
 * The explicit path, else the bundled server with the configured Python, else with `python3`, `python`, `py -3`.
 * `compiled` is the folder where `installRust` puts what is compiled.
 */
export async function chooseServer(extensionPath: string, compiled: string, wishes: Wishes): Promise<Choice> {
  if (wishes.path !== "") {
    return { executable: { command: wishes.path, args: ["server", "--stdio"] }, what: wishes.path, rejected: [] };
  }
  const launcher = path.join(extensionPath, "bundled", "run.py");
  const rejected: string[] = [];
  for (const python of candidates(wishes.pythonPath)) {
    const args = [...python.args, ...ISOLATED, launcher];
    const name = [python.command, ...python.args].join(" ");
    try {
      const { stdout } = await run(python.command, [...args, "--probe"], { timeout: PROBE_TIMEOUT_MS });
      const what = `the bundled server, run by ${name} (Python ${stdout.trim()})`;
      const bundled = { command: python.command, args: [...args, "--compiled", compiled] };
      return { executable: { ...bundled, args: [...bundled.args, "--stdio"] }, bundled, what, rejected };
    } catch (error) {
      rejected.push(`${name}: ${reason(error)}`);
    }
  }
  return { executable: undefined, rejected };
}

function candidates(configured: string): Python[] {
  const usual: Python[] = [
    { command: "python3", args: [] },
    { command: "python", args: [] },
    { command: "py", args: ["-3"] },
  ];
  return configured === "" ? usual : [{ command: configured, args: [] }, ...usual];
}

/** Have the launcher install what reads Rust; what it said. It throws with the reason, in one line. */
export async function installRust(bundled: Python): Promise<string> {
  try {
    return (await run(bundled.command, [...bundled.args, "--install"], { timeout: INSTALL_TIMEOUT_MS })).stdout;
  } catch (error) {
    throw new Error(reason(error), { cause: error });
  }
}

/** What went wrong, in one line: what the program said, or that there is no such program. */
function reason(error: unknown): string {
  const { code, stderr, message } = error as { code?: string | number; stderr?: string; message: string };
  if (code === "ENOENT") return "not found";
  return (stderr?.trim() || message).split("\n").at(-1) ?? message;
}
