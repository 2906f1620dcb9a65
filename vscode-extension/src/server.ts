// The language server's life: started, restarted when its settings change, stopped, and what the reader is told of it.

import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { Crashes } from "./crashes";
import { beside } from "./hints";
import { SELECTOR } from "./languages";
import { areMarked } from "./life";
import { SHOWS_LOCATIONS } from "./locations";
import { chooseServer, type Python, type Wishes } from "./python";
import { RustReader } from "./rust";
import type { Status } from "./status";
import { tracing } from "./trace";

const STOPPING_MS = 2000;

/** What a message offers to do about it. */
interface Remedy {
  readonly label: string;
  readonly apply: () => unknown;
}

/** A client that writes what goes wrong to the output channel and leaves it to us to tell the reader, once. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** One language server, of which at most one runs at a time. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private readonly started = new vscode.EventEmitter<void>();
  private readonly trace: ReturnType<typeof tracing>;
  private bundled: Python | undefined;
  /** Installs what the bundled server lacks. */
  readonly rust: RustReader;
  /** The server has started and can be asked. */
  readonly onDidStart = this.started.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {
    this.trace = tracing(output);
    this.rust = new RustReader(context.globalState, output, () => this.bundled, () => this.restart());
  }

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

  dispose(): void {
    this.started.dispose();
    this.trace.stop.dispose();
  }

  private async begin(): Promise<void> {
    this.status.set({ is: "starting" });
    const compiled = path.join(this.context.globalStorageUri.fsPath, "compiled");
    const choice = await chooseServer(this.context.extensionPath, compiled, readWishes());
    for (const line of choice.rejected) this.output.warn(`not used: ${line}`);
    if (choice.executable === undefined) return this.complainOfPython();
    this.bundled = choice.bundled;
    this.output.info(`starting ${choice.what}`);
    const crashes = new Crashes(() => this.complain("The Leaselens language server crashes again and again.", this.restarting));
    const client = new QuietClient("leaselens", "Leaselens", choice.executable, {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      traceOutputChannel: this.trace.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      synchronize: { configurationSection: "leaselens" },
      initializationOptions: vscode.workspace.getConfiguration("leaselens"),
      errorHandler: crashes,
      middleware: {
        provideInlayHints: async (document, part, token, next) => beside(document, await next(document, part, token)),
        // The marks stand where the highlights would, and tell more.
        provideDocumentHighlights: (document, position, token, next) => (areMarked(document) ? [] : next(document, position, token)),
      },
    });
    this.client = client;
    this.status.listenTo(client);
    client.registerFeature(SHOWS_LOCATIONS);
    if (choice.bundled !== undefined) this.rust.listenTo(client);
    client.onDidChangeState(({ newState }) => this.follow(client, newState));
    try {
      await client.start();
      crashes.ran();
    } catch {
      this.complain(`Leaselens could not start ${choice.what}.`, this.restarting);
    }
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client === undefined) return;
    // A server that hangs or has crashed must not keep the next one from starting.
    await client.dispose(STOPPING_MS).catch((error: unknown) => this.output.warn(`stopping: ${String(error)}`));
  }

  private follow(client: LanguageClient, state: State): void {
    if (client !== this.client) return;
    if (state === State.Starting) this.status.set({ is: "starting" });
    if (state === State.Stopped) this.status.set({ is: "stopped", why: "The language server ended." });
    if (state === State.Running) {
      this.status.set({ is: "running" });
      this.started.fire();
    }
  }

  private complainOfPython(): void {
    this.complain("Leaselens needs Python 3.11 or newer and found none. Install it, or say where it is.", {
      label: "Set Python Path",
      apply: () => openSetting("leaselens.server.pythonPath"),
    });
  }

  private readonly restarting: Remedy = { label: "Restart", apply: () => this.restart() };

  /** One message, not waited for: the reader may leave it standing. */
  private complain(message: string, remedy: Remedy): void {
    this.status.set({ is: "stopped", why: message });
    this.output.error(message);
    void vscode.window.showErrorMessage(message, remedy.label, "Show Output").then((pressed) => {
      if (pressed === remedy.label) remedy.apply();
      if (pressed === "Show Output") this.output.show();
    });
  }
}

/** Which program is run is a setting of the machine that it runs on, which may not be the one with the screen. */
function openSetting(name: string): Thenable<unknown> {
  const remote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  const command = remote ? "workbench.action.openRemoteSettings" : "workbench.action.openSettings";
  return vscode.commands.executeCommand(command, { query: name });
}

function readWishes(): Wishes {
  const settings = vscode.workspace.getConfiguration("leaselens.server");
  return { path: settings.get("path", "").trim(), pythonPath: settings.get("pythonPath", "").trim() };
}
