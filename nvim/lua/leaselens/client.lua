-- The running server: finding it, asking it, starting it where Neovim itself does not, restarting it.
local config = require("leaselens.config")

local M = {}

-- Milliseconds between two looks at whether a stopping server is gone, and after how many looks it is killed.
local STOP_LOOK, STOP_LOOKS = 20, 150

local is_modern = vim.fn.has("nvim-0.11") == 1
local server_info = {} -- by client id; Neovim 0.10 does not keep it

-- Since Neovim 0.11 what a client does is called with a colon.
local function call(client, method, ...)
  if is_modern then
    return client[method](client, ...)
  end
  return client[method](...)
end

-- The client that serves a buffer (default: the current one), or nil.
function M.of(buffer)
  return vim.lsp.get_clients({ name = "leaselens", bufnr = buffer or 0 })[1]
end

-- What the server sent, with what is `null` left out (as Neovim 0.10 does); in a list it stays `vim.NIL`.
local function without_nulls(value)
  if type(value) ~= "table" then
    return value
  end
  local told = {}
  for key, part in pairs(value) do
    if part ~= vim.NIL or type(key) == "number" then
      told[key] = without_nulls(part)
    end
  end
  return told
end

-- Sends a request; `answer(result)` is called once, unless the server goes away: with nil where there is no result.
function M.request(client, method, params, buffer, answer)
  call(client, "request", method, params, function(_, result)
    answer(result ~= vim.NIL and without_nulls(result) or nil)
  end, buffer)
end

-- Sends a notification.
function M.notify(client, method, params)
  call(client, "notify", method, params)
end

-- The clients whose hints are to be asked for once more as soon as an answer is there.
local asks_again = {}

-- Asks for the hints again. Enabling once more forgets what was drawn; the old hints stay on the screen until new ones
-- are there.
local function ask_for_hints(client_id)
  for _, buffer in ipairs(vim.lsp.get_buffers_by_client_id(client_id)) do
    if vim.lsp.inlay_hint.is_enabled({ bufnr = buffer }) then
      vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
    end
  end
end

-- Answers `workspace/inlayHint/refresh`. Neovim draws a line's hints once for each version of the text: if an answer to
-- an older request is drawn first, the newer one never is. So there is one more request behind the first answer.
function M.refresh_hints(_, _, context)
  asks_again[context.client_id] = true
  ask_for_hints(context.client_id)
  return vim.NIL
end

-- Takes the answer to `textDocument/inlayHint`.
function M.take_hints(...)
  vim.lsp.inlay_hint.on_inlayhint(...)
  local client_id = select(3, ...).client_id
  if asks_again[client_id] then
    asks_again[client_id] = nil
    ask_for_hints(client_id)
  end
end

-- Keeps what the server said of itself (an `on_init`).
function M.remember(client, result)
  server_info[client.id] = result.serverInfo
end

-- The version that the server of a buffer told, or nil.
function M.version(buffer)
  local client = M.of(buffer)
  local info = client and (client.server_info or server_info[client.id])
  return info and info.version
end

-- Starts the server for a buffer (or lets a running one serve it too). For Neovim 0.10; later ones have vim.lsp.enable.
function M.start(buffer)
  if vim.bo[buffer].buftype ~= "" then
    return
  end
  local wanted = config.client()
  wanted.root_dir = vim.fs.root(buffer, config.root_markers)
  vim.lsp.start(wanted, { bufnr = buffer })
end

local function when_gone(client, continue, looks)
  if call(client, "is_stopped") then
    return continue()
  end
  if looks == STOP_LOOKS then
    call(client, "stop", true)
  end
  vim.defer_fn(function()
    when_gone(client, continue, looks + 1)
  end, STOP_LOOK)
end

-- Ends one server and starts it again, with today's options, for the buffers that it served.
local function restart(client)
  local buffers = vim.lsp.get_buffers_by_client_id(client.id)
  local wanted = vim.tbl_extend("force", client.config, {
    cmd = config.options().cmd,
    settings = { leaselens = config.options().settings },
    init_options = { leaselens = config.options().settings },
  })
  call(client, "stop")
  when_gone(client, function()
    for _, buffer in ipairs(vim.tbl_filter(vim.api.nvim_buf_is_valid, buffers)) do
      vim.lsp.start(wanted, { bufnr = buffer })
    end
  end, 0)
end

-- Restarts every server of ours; starts one for the current buffer where none runs (it may have crashed).
function M.restart()
  local running = vim.lsp.get_clients({ name = "leaselens" })
  if #running > 0 then
    vim.tbl_map(restart, running)
  elseif vim.tbl_contains(config.filetypes, vim.bo.filetype) then
    M.start(vim.api.nvim_get_current_buf())
  else
    vim.notify("leaselens: no server is running, and this is no file for it", vim.log.levels.WARN)
  end
end

return M
