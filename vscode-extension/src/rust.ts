// What reads Rust (tree-sitter) is compiled for each Python and platform: where it is lacking, the reader is told, and may
// have it installed in a folder of the extension's own.

import * as vscode from "vscode";
import type { ClientCapabilities, LanguageClient, StaticFeature } from "vscode-languageclient/node";
import { installRust, type Python } from "./python";

const INSTALL = "Install";
const NEVER = "Don't Ask Again";
const SILENT = "leaselens.rust.silent";
const DONE = "Leaselens reads Rust sources now.";

/** Tells the server that we can install what it lacks (docs/protocol.md, `leaselens/lacking`). */
const INSTALLS: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), leaselensInstallsExtras: true };
  },
  initialize(): void {},
  getState: () => ({ kind: "static" }),
  clear(): void {},
};

/** Offers to install what reads Rust, and installs it when the reader says so. */
export class RustReader {
  constructor(
    private readonly remembered: vscode.Memento,
    private readonly output: vscode.LogOutputChannel,
    private readonly bundled: () => Python | undefined,
    private readonly restart: () => Promise<void>,
  ) {}

  /** Hear from the bundled server, which is about to start, what it lacks. */
  listenTo(client: LanguageClient): void {
    client.registerFeature(INSTALLS);
    client.onNotification("leaselens/lacking", ({ message }: { message: string }) => void this.offer(message));
  }

  /** Say what is lacking and what would be done about it; nothing is done unless the button is pressed. */
  private async offer(message: string): Promise<void> {
    if (this.remembered.get(SILENT, false)) return;
    const question = `${message} Install it with pip, for Leaselens alone?`;
    const pressed = await vscode.window.showInformationMessage(question, INSTALL, NEVER);
    if (pressed === INSTALL) await this.install();
    if (pressed === NEVER) await this.remembered.update(SILENT, true);
  }

  /** Install it for the Python that runs the server, and start the server again. */
  async install(): Promise<void> {
    const bundled = this.bundled();
    if (bundled === undefined) {
      const own = "The bundled server does not run. Install it where yours is: pip install 'leaselens[rust]'";
      await vscode.window.showInformationMessage(own);
      return;
    }
    const title = "Leaselens: installing tree-sitter";
    try {
      const where = { location: vscode.ProgressLocation.Notification, title };
      this.output.info(await vscode.window.withProgress(where, () => installRust(bundled)));
      await this.restart();
      void vscode.window.showInformationMessage(DONE);
    } catch (error) {
      this.complain((error as Error).message);
    }
  }

  private complain(reason: string): void {
    this.output.error(reason);
    const message = `tree-sitter was not installed: ${reason}`;
    void vscode.window.showErrorMessage(message, "Show Output").then((pressed) => {
      if (pressed !== undefined) this.output.show();
    });
  }
}
