-- Tells the server on which line the cursor is: the one-line pictures stand only there (`hints.pictures`).
local client_of = require("leaselens.client")

local M = {}

-- Sends the position if the line is another one than the last time.
local function tell(buffer)
  local client = client_of.of(buffer)
  local line = vim.api.nvim_win_get_cursor(0)[1]
  if client and vim.b[buffer].leaselens_line ~= line then
    vim.b[buffer].leaselens_line = line
    local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
    client_of.notify(client, "leaselens/cursor", params)
  end
end

-- Follows the cursor in a buffer that the server has just begun to serve.
function M.follow(buffer)
  vim.b[buffer].leaselens_line = nil
  vim.api.nvim_create_autocmd({ "CursorMoved", "CursorMovedI", "BufEnter" }, {
    group = vim.api.nvim_create_augroup("leaselens.cursor." .. buffer, { clear = true }),
    buffer = buffer,
    callback = function()
      tell(buffer)
    end,
  })
  if vim.api.nvim_get_current_buf() == buffer then
    tell(buffer)
  end
end

return M
