-- :checkhealth leaselens
local client = require("leaselens.client")
local config = require("leaselens.config")

local M = {}

-- How long the server's command may take to tell its version, in milliseconds.
local PATIENCE = 10000

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has("nvim-0.10") == 1 then
    vim.health.ok("Neovim " .. version)
  else
    vim.health.error("Neovim " .. version .. " is too old", { "Leaselens needs 0.10 or newer" })
  end
end

local function check_options()
  local mistakes = config.mistakes()
  for _, mistake in ipairs(mistakes) do
    vim.health.warn(mistake, { ":help leaselens-options" })
  end
  if #mistakes == 0 then
    vim.health.ok("vim.g.leaselens is well-formed")
  end
end

-- `leaselens server --stdio` -> `leaselens --version`
local function version_command(cmd)
  local words = {}
  for _, word in ipairs(cmd) do
    if word == "server" then
      break
    end
    table.insert(words, word)
  end
  return vim.list_extend(words, { "--version" })
end

local function check_command()
  local cmd = config.options().cmd
  if vim.fn.executable(cmd[1]) == 0 then
    vim.health.error(("the server's command is not found: %s"):format(cmd[1]), {
      "install it: pipx install leaselens",
      "or name it: vim.g.leaselens = { cmd = { '/path/to/leaselens', 'server', '--stdio' } }",
    })
    return
  end
  vim.health.ok("server command: " .. table.concat(cmd, " "))
  local told, answer = pcall(function()
    return vim.system(version_command(cmd), { text = true, timeout = PATIENCE }):wait()
  end)
  if told and answer.code == 0 then
    vim.health.ok("on this machine: " .. vim.trim(answer.stdout))
  else
    vim.health.warn("the command does not tell its version")
  end
end

local function check_running()
  local running = vim.lsp.get_clients({ name = "leaselens" })
  if #running == 0 then
    vim.health.info("no server is running (open a .dada file" .. (vim.lsp.enable and '; vim.lsp.enable("leaselens"))' or ")"))
  end
  for _, one in ipairs(running) do
    local buffers = vim.lsp.get_buffers_by_client_id(one.id)
    local version = client.version(buffers[1]) or "of unknown version"
    vim.health.ok(("server %s is running, serving %d buffer(s), positions in %s"):format(version, #buffers, one.offset_encoding))
  end
end

function M.check()
  vim.health.start("leaselens")
  check_neovim()
  check_options()
  check_command()
  check_running()
end

return M
