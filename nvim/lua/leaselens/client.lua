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

-- Sends a request; `answer(err, result)` is called once, whatever happens to the server. Returns whether it was sent.
function M.request(client, method, params, buffer, answer)
  return (call(client, "request", method, params, answer, buffer))
end

-- Sends a notification.
function M.notify(client, method, params)
  call(client, "notify", method, params)
end

-- The byte in `line` at which a character of the server's counting begins.
local function byte_index(line, character, encoding)
  if is_modern then
    return vim.str_byteindex(line, encoding, character, false)
  end
  return encoding == "utf-8" and character or vim.str_byteindex(line, character, encoding == "utf-16")
end

-- The text of a range that the server sent, or nil if it stretches over several lines (or is outside the buffer).
function M.code(client_id, buffer, range)
  local client = vim.lsp.get_client_by_id(client_id)
  local line = vim.api.nvim_buf_get_lines(buffer, range.start.line, range.start.line + 1, false)[1]
  if not (client and line and range.start.line == range["end"].line) then
    return nil
  end
  local from = byte_index(line, range.start.character, client.offset_encoding)
  local to = byte_index(line, range["end"].character, client.offset_encoding)
  return line:sub(from + 1, to)
end

-- Answers `workspace/inlayHint/refresh` in Neovim 0.10, whose own handler draws nothing new while the text is the same:
-- enabling once more forgets what was drawn, and the old hints stay on the screen until the new ones are there.
function M.refresh_hints(_, _, context)
  for _, buffer in ipairs(vim.lsp.get_buffers_by_client_id(context.client_id)) do
    if vim.lsp.inlay_hint.is_enabled({ bufnr = buffer }) then
      vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
    end
  end
  return vim.NIL
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
