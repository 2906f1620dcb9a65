-- What the user wants: `vim.g.leaselens`, read anew each time (so that it may be set before or after the plugin loads).
local settings = require("leaselens.settings")

local M = {}

---@class leaselens.Options
---@field cmd? string[] the server's command line
---@field settings? table the table `leaselens` of the server's settings (docs/settings.md), nested: `{ dada = { dialect = "d2" } }`
---@field autostart? boolean Neovim 0.10 only: start the server when a file of ours is opened (default: true)
---@field diagram? leaselens.DiagramOptions what |:LeaselensDiagram| shows

---@class leaselens.DiagramOptions
---@field view? "below"|"split" below the cursor's line, or in a window of its own
---@field of? "statement"|"expression"
---@field when? "before"|"after"|"both"

M.defaults = {
  cmd = { "leaselens", "server", "--stdio" },
  settings = {},
  autostart = true,
  diagram = { view = "below", of = "statement", when = "both" },
}

-- What a diagram may be, by what is chosen of it.
M.choices = {
  view = { "below", "split" },
  of = { "statement", "expression" },
  when = { "before", "after", "both" },
}

M.filetypes = { "dada", "idol" }
M.root_markers = { ".git" }

local function one_of(values)
  return function(value)
    return vim.tbl_contains(values, value), table.concat(vim.tbl_map(vim.inspect, values), " or ")
  end
end

local function is_text(value)
  return type(value) == "string", "a text"
end

local function is_command(value)
  local is_list = type(value) == "table" and #value > 0 and vim.iter(value):all(function(word)
    return type(word) == "string"
  end)
  return is_list, "a list of words, such as { 'leaselens', 'server', '--stdio' }"
end

-- What may stand in the table, by dotted name: a function that tells whether a value may, and what may.
local RULES = { cmd = is_command, autostart = one_of({ true, false }) }
for name, values in pairs(M.choices) do
  RULES["diagram." .. name] = one_of(values)
end
for name, values in pairs(settings) do
  RULES["settings." .. name] = values == "text" and is_text or one_of(values)
end

local function is_section(name)
  return vim.iter(pairs(RULES)):any(function(rule)
    return vim.startswith(rule, name .. ".")
  end)
end

-- Whether a value may stand under a dotted name, and what may.
local function accepts(path, value)
  if RULES[path] then
    return RULES[path](value)
  elseif is_section(path) then
    return type(value) == "table", "a table"
  end
  return false, nil
end

-- Goes through a table of the user's; the well-formed part of it, and a sentence for each mistake.
local function checked(given, name, mistakes)
  local fine = {}
  for key, value in pairs(given) do
    local path = name .. key
    local is_fine, expected = accepts(path, value)
    if not is_fine then
      local what = expected and ("must be %s, not %s"):format(expected, vim.inspect(value)) or "is unknown"
      table.insert(mistakes, ("vim.g.leaselens.%s %s"):format(path, what))
    elseif RULES[path] then
      fine[key] = value
    else
      fine[key] = checked(value, path .. ".", mistakes)
    end
  end
  return fine
end

---@return table fine the well-formed part of `vim.g.leaselens`
---@return string[] mistakes a sentence for each
local function read()
  local given, mistakes = vim.g.leaselens or {}, {}
  if type(given) ~= "table" then
    return {}, { ("vim.g.leaselens must be a table, not %s"):format(vim.inspect(given)) }
  end
  local fine = checked(given, "", mistakes)
  table.sort(mistakes)
  return fine, mistakes
end

-- The options in force; where the user's are not well-formed, the defaults.
---@return leaselens.Options
function M.options()
  local wanted = read()
  local options = vim.tbl_deep_extend("force", M.defaults, wanted)
  -- The server looks at its settings itself, and may be a newer one that knows more of them.
  options.settings = wanted.settings and vim.g.leaselens.settings or {}
  -- A list is one value: a deep merge would mix two command lines.
  options.cmd = wanted.cmd or M.defaults.cmd
  return options
end

-- What is wrong with `vim.g.leaselens`, one sentence for each mistake.
---@return string[]
function M.mistakes()
  return select(2, read())
end

-- Tells the user of them, once.
function M.tell_mistakes()
  local mistakes = M.mistakes()
  if #mistakes > 0 then
    vim.schedule(function()
      vim.notify_once("leaselens: " .. table.concat(mistakes, "; "), vim.log.levels.WARN)
    end)
  end
end

-- The client's configuration, as |vim.lsp.start()| and |vim.lsp.config()| take it.
function M.client()
  M.tell_mistakes()
  local options = M.options()
  local client = require("leaselens.client")
  local lens = require("leaselens.lens")
  return {
    name = "leaselens",
    cmd = options.cmd,
    filetypes = M.filetypes,
    root_markers = M.root_markers,
    settings = { leaselens = options.settings },
    init_options = { leaselens = options.settings },
    on_init = client.remember,
    capabilities = vim.tbl_deep_extend("force", vim.lsp.protocol.make_client_capabilities(), lens.capabilities),
    commands = lens.commands,
    handlers = {
      ["workspace/inlayHint/refresh"] = client.refresh_hints,
      ["textDocument/inlayHint"] = client.take_hints,
    },
  }
end

-- Whether the life of the lease under the cursor is marked.
function M.marks_life()
  return vim.tbl_get(M.options(), "settings", "life", "marks") ~= false
end

-- Whether pictures are drawn with plain characters only.
function M.is_ascii()
  return vim.tbl_get(M.options(), "settings", "diagrams", "style") == "ascii"
end

return M
