// The page inside the diagram view. Its script and its style are files of the extension (src/view).

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The whole page. It may run its own script and use its own style sheet, and reach nothing else. */
export function page(webview: vscode.Webview, folder: vscode.Uri): string {
  const nonce = randomBytes(16).toString("hex");
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<link nonce="${nonce}" rel="stylesheet" href="${address("view.css")}">
<title>Who holds what</title>
</head>
<body class="empty">
<p id="why"></p>
<header>
<div id="title">
<h1 role="status"><span id="place"></span><span id="code"></span></h1>
<span id="stale" role="status">out of date</span>
</div>
<nav aria-label="Which picture">
${stepper("visits", "visit", "Left and Right")}
${stepper("worlds", "world", "Shift+Left and Shift+Right")}
<span class="right">
<button id="of" aria-pressed="false" title="Show only what the expression at the cursor does, not the whole statement (E)">Expression</button>
<button id="pin" aria-pressed="false" title="Keep this place while the cursor goes elsewhere (P)">Pin</button>
<button id="copy" title="Copy both pictures as text (C)">Copy</button>
</span>
</nav>
</header>
<main>
${section("before")}
${section("after")}
</main>
<footer id="notes" role="status"></footer>
<script nonce="${nonce}" src="${address("view.js")}"></script>
</body>
</html>`;
}

function stepper(id: string, what: string, keys: string): string {
  return `<span class="stepper single" id="${id}" role="group" aria-label="${what}" title="${keys}">
<button data-by="-1" aria-label="Previous ${what}">‹</button><output></output><button data-by="1" aria-label="Next ${what}">›</button>
</span>`;
}

function section(moment: string): string {
  return `<section id="${moment}" aria-label="${moment}"><h2>${moment}</h2><div class="canvas"></div></section>`;
}
