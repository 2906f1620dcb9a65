---@brief
---
--- Leaselens shows who holds what, with which permission, and until when, for the languages Dada and Idol.
---
--- Install the server with `pipx install leaselens`, then `vim.lsp.enable("leaselens")`.
--- The command and the settings are taken from `vim.g.leaselens`, see |leaselens-options|.

---@type vim.lsp.Config
return require("leaselens.config").client()
