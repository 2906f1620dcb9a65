-- :checkhealth leaselens
local client = require("leaselens.client")
local config = require("leaselens.config")

local M = {}

-- How long a command may take to tell who it is, in milliseconds.
local PATIENCE = 10000

local OLDEST_PYTHON = "3.11"

local INSTALL = {
  "install the server: pipx install leaselens",
  "or name it: vim.g.leaselens = { cmd = { '/path/to/leaselens', 'server', '--stdio' } }",
}

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

-- The Python that a command runs on: the command itself, or the one that its script names in its first line, else the
-- one on the PATH.
local function python_of(command)
  if vim.fs.basename(command):match("^python") then
    return command
  end
  local script = io.open(vim.fn.exepath(command))
  local first = script and script:read("l") or ""
  if script then
    script:close()
  end
  return first:match("^#!%s*(%S*python[%d.]*)%s*$") or "python3"
end

local function check_python(command)
  local python = python_of(command)
  local is_run, told = pcall(function()
    return vim.system({ python, "--version" }, { text = true, timeout = PATIENCE }):wait()
  end)
  local version = is_run and told.code == 0 and vim.version.parse(told.stdout)
  if not version then
    vim.health.warn(("no Python is found: %s does not tell its version"):format(python), INSTALL)
  elseif vim.version.lt(version, OLDEST_PYTHON) then
    vim.health.error(("%s is Python %s"):format(python, version), { ("Leaselens needs %s or newer"):format(OLDEST_PYTHON) })
  else
    vim.health.ok(("Python %s (%s)"):format(version, python))
  end
end

-- Starts a server of its own, asks who it is, and ends it.
---@return table? info the server's `serverInfo`, or nil
local function greeting(cmd)
  local answered, info = false, nil
  local server = vim.lsp.rpc.start(cmd, { on_exit = function()
    answered = true
  end })
  server.request("initialize", { processId = vim.fn.getpid(), capabilities = vim.empty_dict() }, function(_, result)
    answered, info = true, result and result.serverInfo
  end)
  vim.wait(PATIENCE, function()
    return answered
  end)
  server.terminate()
  return info
end

local function check_server()
  local cmd = config.options().cmd
  if vim.fn.executable(cmd[1]) == 0 then
    vim.health.error(("the server's command is not found: %s"):format(cmd[1]), INSTALL)
    return check_python("python3")
  end
  check_python(cmd[1])
  local line = table.concat(cmd, " ")
  local begun = vim.uv.hrtime()
  local is_started, info = pcall(greeting, cmd)
  if is_started and info then
    local milliseconds = (vim.uv.hrtime() - begun) / 1e6
    vim.health.ok(("the server starts: %s %s, %d ms (%s)"):format(info.name, info.version, milliseconds, line))
  else
    vim.health.error(("the server does not start: %s"):format(line), { "run the command in a terminal to see why" })
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
  check_server()
  check_running()
end

return M
