// The page inside the diagram panel. It keeps its elements and changes only their text, so that nothing flickers.

import { randomBytes } from "node:crypto";

/** The whole page. It may run its own script and style itself, and reach nothing else. */
export function page(cspSource: string): string {
  const nonce = randomBytes(16).toString("hex");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src ${cspSource} 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1 id="heading">Put the cursor on an expression.</h1>
<section id="before" hidden><h2>before</h2><pre></pre></section>
<section id="after" hidden><h2>after</h2><pre></pre></section>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

const STYLE = `
body { padding: 0.5em 1.2em 1.2em; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); }
h1 { font: var(--vscode-editor-font-size) var(--vscode-editor-font-family); font-weight: 600; white-space: pre-wrap; }
h2 { font: 0.85em var(--vscode-font-family); margin: 1.6em 0 0.4em; color: var(--vscode-descriptionForeground);
  border-bottom: 1px solid var(--vscode-editorWidget-border, var(--vscode-panel-border)); padding-bottom: 0.25em; }
pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); line-height: 1.15;
  margin: 0; overflow-x: auto; font-variant-ligatures: none; }
#before pre { opacity: 0.75; }
`;

const SCRIPT = `
const moment = (id, text) => {
  const section = document.getElementById(id);
  section.hidden = text === null;
  section.querySelector("pre").textContent = text ?? "";
};
addEventListener("message", ({ data }) => {
  document.getElementById("heading").textContent = data.heading;
  moment("before", data.before);
  moment("after", data.after);
});
`;
