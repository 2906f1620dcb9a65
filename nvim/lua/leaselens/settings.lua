-- The server's settings: what each may be, or that it is any `text`. A test compares them with docs/settings.md.
local flag = { true, false }

return {
  ["diagnostics.run"] = { "onType", "onSave" },
  ["diagnostics.advice"] = flag,
  ["diagnostics.workspace"] = flag,
  ["dada.dialect"] = { "auto", "d1-2021", "d1", "v2", "d2", "d3", "v3" },
  ["hints.permissions"] = flag,
  ["hints.pictures"] = { "off", "cursorLine", "all" },
  ["codeLens.enable"] = flag,
  ["diagrams.style"] = { "unicode", "ascii" },
  ["diagrams.floating"] = flag,
  ["life.marks"] = flag,
  ["server.path"] = "text",
  ["server.pythonPath"] = "text",
  ["trace.server"] = { "off", "messages", "verbose" },
}
