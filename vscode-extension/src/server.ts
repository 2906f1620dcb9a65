// The language server's life: started, restarted when its settings change, stopped, and what the reader is told of it.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { chooseServer, type Wishes } from "./python";
import type { Status } from "./status";

/** Files and texts not yet saved; not `git:` and the like, where squiggles would stand in views of old versions. */
export const SELECTOR = [
  { scheme: "file", language: "dada" },
  { scheme: "untitled", language: "dada" },
];

/** One language server, of which at most one runs at a time. */
export class Server {
  private client: LanguageClient | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly extensionPath: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  /** The client while the server runs. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Stop the server if it runs, and start it anew. Calls in a row are carried out one after the other. */
  restart(): Promise<void> {
    this.underWay = this.underWay.then(async () => {
      await this.end();
      await this.begin();
    });
    return this.underWay;
  }

  /** Stop the server; the window closes or the extension is turned off. */
  stop(): Promise<void> {
    this.underWay = this.underWay.then(() => this.end());
    return this.underWay;
  }

  /** Tell which server runs. */
  async showVersion(): Promise<void> {
    const info = this.running?.initializeResult?.serverInfo;
    await vscode.window.showInformationMessage(
      info ? `${info.name} ${info.version ?? ""}`.trim() : "The Leaselens language server does not run.",
    );
  }

  private async begin(): Promise<void> {
    this.status.set({ is: "starting" });
    const wishes = readWishes();
    const choice = await chooseServer(this.extensionPath, wishes);
    for (const line of choice.rejected) this.output.warn(`not used: ${line}`);
    if (choice.executable === undefined) return this.complainOfPython();
    this.output.info(`starting ${choice.what}`);
    const client = new LanguageClient("leaselens", "Leaselens", choice.executable, {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { configurationSection: "leaselens" },
      initializationOptions: vscode.workspace.getConfiguration("leaselens"),
    });
    this.client = client;
    this.status.listenTo(client);
    client.onDidChangeState(({ newState }) => this.follow(client, newState));
    try {
      await client.start();
    } catch (error) {
      this.complain(`Leaselens could not start ${choice.what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client === undefined) return;
    // A server that hangs or has crashed must not keep the next one from starting.
    await client.dispose(2000).catch((error: unknown) => this.output.warn(`stopping: ${String(error)}`));
  }

  private follow(client: LanguageClient, state: State): void {
    if (client !== this.client) return;
    if (state === State.Running) this.status.set({ is: "running" });
    if (state === State.Starting) this.status.set({ is: "starting" });
    if (state === State.Stopped) this.status.set({ is: "stopped", why: "The language server ended." });
  }

  private complainOfPython(): void {
    this.complain(
      "Leaselens needs Python 3.11 or newer and found none. Install it, or say where it is.",
      "Set Python Path",
      () => vscode.commands.executeCommand("workbench.action.openSettings", "leaselens.server.pythonPath"),
    );
  }

  /** One message, not waited for: the reader may leave it standing. */
  private complain(message: string, remedy?: string, apply?: () => unknown): void {
    this.status.set({ is: "stopped", why: message });
    this.output.error(message);
    const buttons = [...(remedy ? [remedy] : []), "Show Output"];
    void vscode.window.showErrorMessage(message, ...buttons).then((pressed) => {
      if (pressed === "Show Output") this.output.show();
      else if (pressed !== undefined) apply?.();
    });
  }
}

function readWishes(): Wishes {
  const settings = vscode.workspace.getConfiguration("leaselens.server");
  return { path: settings.get("path", "").trim(), pythonPath: settings.get("pythonPath", "").trim() };
}
