-- The place in a buffer that a picture is of: a mark, so that it moves with the text.
local positions = require("leaselens.positions")

local space = vim.api.nvim_create_namespace("leaselens.place")

---@class leaselens.Place
---@field buffer integer
---@field private mark integer
---@field private is_line boolean whether the whole line is meant
local Place = {}
Place.__index = Place

-- Where the cursor of the current window is. Before the first and on the last character of a line the whole line is
-- meant, as if the cursor stood at its end: in normal mode it cannot stand there.
function Place.at_cursor()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  local buffer = vim.api.nvim_get_current_buf()
  return setmetatable({
    buffer = buffer,
    mark = vim.api.nvim_buf_set_extmark(buffer, space, row - 1, column, {}),
    is_line = column < #line:match("^%s*") or column >= #line - 1,
  }, Place)
end

function Place:forget()
  if vim.api.nvim_buf_is_valid(self.buffer) then
    vim.api.nvim_buf_del_extmark(self.buffer, space, self.mark)
  end
end

-- Its row and its column (from 0, in bytes), or nil where the buffer is gone.
function Place:now()
  if vim.api.nvim_buf_is_loaded(self.buffer) then
    return unpack(vim.api.nvim_buf_get_extmark_by_id(self.buffer, space, self.mark, {}))
  end
end

-- Whether the cursor of the current window is still there.
function Place:is_at_cursor()
  local row, column = self:now()
  local at = vim.api.nvim_win_get_cursor(0)
  return self.buffer == vim.api.nvim_get_current_buf() and row == at[1] - 1 and column == at[2]
end

-- The place as the server's parameters name it.
function Place:params(encoding)
  local row, column = self:now()
  local line = vim.api.nvim_buf_get_lines(self.buffer, row, row + 1, false)[1]
  local character = self.is_line and positions.END_OF_LINE or positions.character(line, column, encoding)
  return {
    textDocument = { uri = vim.uri_from_bufnr(self.buffer) },
    position = { line = row, character = character },
  }
end

return Place
