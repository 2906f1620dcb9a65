// The setting `leaselens.trace.server`, made to work: the client library traces only into a channel whose log level is
// "trace", which users don't know how to set, so we show it our channel with a level that follows the setting.

import * as vscode from "vscode";

/** Our output channel as the client library is to see it: it traces where the setting says so, and is then heard. */
export function tracing(output: vscode.LogOutputChannel): { channel: vscode.LogOutputChannel; stop: vscode.Disposable } {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const channel = Object.create(output, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string) => output.info(message) },
  }) as vscode.LogOutputChannel;
  const following = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration("leaselens.trace.server")) changed.fire(level());
  });
  return { channel, stop: vscode.Disposable.from(changed, following) };
}

function level(): vscode.LogLevel {
  const wanted = vscode.workspace.getConfiguration("leaselens").get("trace.server", "off");
  return wanted === "off" ? vscode.LogLevel.Info : vscode.LogLevel.Trace;
}
