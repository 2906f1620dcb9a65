-- What the user wants: `vim.g.leaselens`, read anew each time (so that it may be set before or after the plugin loads).
--
---@class leaselens.Options
---@field cmd? string[] the server's command line
---@field settings? table the table `leaselens` of the server's settings (docs/settings.md), nested: `{ dada = { dialect = "d2" } }`
---@field autostart? boolean Neovim 0.10 only: start the server when a file of ours is opened (default: true)
---@field diagram? { when?: "before"|"after"|"both" } what |:LeaselensDiagram| shows
local M = {}

M.defaults = {
  cmd = { "leaselens", "server", "--stdio" },
  settings = {},
  autostart = true,
  diagram = { when = "after" },
}

M.filetypes = { "dada", "idol" }
M.root_markers = { ".git" }

---@return leaselens.Options
function M.options()
  local wanted = vim.g.leaselens or {}
  local options = vim.tbl_deep_extend("force", M.defaults, wanted)
  -- A list is one value: a deep merge would mix two command lines.
  options.cmd = wanted.cmd or M.defaults.cmd
  return options
end

-- What is wrong with `vim.g.leaselens`, one sentence for each mistake.
---@return string[]
function M.mistakes()
  local wanted = vim.g.leaselens or {}
  local expected = { cmd = "table", settings = "table", autostart = "boolean", diagram = "table" }
  local found = {}
  for name, value in pairs(wanted) do
    if not expected[name] then
      table.insert(found, ("vim.g.leaselens.%s is unknown"):format(name))
    elseif type(value) ~= expected[name] then
      table.insert(found, ("vim.g.leaselens.%s must be a %s"):format(name, expected[name]))
    end
  end
  table.sort(found)
  return found
end

-- The client's configuration, as |vim.lsp.start()| and |vim.lsp.config()| take it.
function M.client()
  local options = M.options()
  local client = require("leaselens.client")
  return {
    name = "leaselens",
    cmd = options.cmd,
    filetypes = M.filetypes,
    root_markers = M.root_markers,
    settings = { leaselens = options.settings },
    init_options = { leaselens = options.settings },
    on_init = client.remember,
    handlers = vim.fn.has("nvim-0.11") == 0 and { ["workspace/inlayHint/refresh"] = client.refresh_hints } or nil,
  }
end

-- Whether pictures are drawn with plain characters only.
function M.is_ascii()
  return vim.tbl_get(M.options(), "settings", "diagrams", "style") == "ascii"
end

return M
