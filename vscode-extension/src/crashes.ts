// What to do when the server's process ends by itself.

import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler, type ErrorHandlerResult } from "vscode-languageclient/node";

const FORGIVEN = 4;
const WITHIN_MS = 3 * 60_000;
const BROKEN_MESSAGES_FORGIVEN = 3;

/** A server that never ran is not tried again; one that ran and crashed is, unless it crashes again and again. */
export class Crashes implements ErrorHandler {
  private times: number[] = [];
  private hasRun = false;

  /** `giveUp` is called when a server that ran will not be started again. */
  constructor(private readonly giveUp: () => void) {}

  /** The server has answered. */
  ran(): void {
    this.hasRun = true;
  }

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    const bearable = count !== undefined && count <= BROKEN_MESSAGES_FORGIVEN;
    return { action: bearable ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.times = [...this.times.filter((time) => now - time < WITHIN_MS), now];
    if (this.hasRun && this.times.length <= FORGIVEN) return { action: CloseAction.Restart, handled: true };
    if (this.hasRun) this.giveUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
