-- The server's positions (lines from 0, characters in the units that were agreed on) and Neovim's (lines from 0, bytes).
local M = {}

local is_modern = vim.fn.has("nvim-0.11") == 1 -- an older Neovim agrees on UTF-16 only

-- A character beyond the end of a line means its end.
M.END_OF_LINE = 2 ^ 31 - 1

-- The byte of `line` at which a character begins.
local function byte(line, character, encoding)
  if is_modern then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local _, length = vim.str_utfindex(line)
  return vim.str_byteindex(line, math.min(character, length), true)
end

-- The character of `line` that begins at a byte, or that the byte is in.
function M.character(line, at, encoding)
  if is_modern then
    return vim.str_utfindex(line, encoding, at, false)
  end
  local _, character = vim.str_utfindex(line, math.min(at, #line))
  return character
end

---@class leaselens.Area
---@field row integer
---@field column integer
---@field end_row integer
---@field end_column integer exclusive

-- Where a range of the server's is in a buffer; what is outside of the buffer is at its end.
---@return leaselens.Area
function M.area(buffer, range, encoding)
  local last = vim.api.nvim_buf_line_count(buffer) - 1
  local function place(position)
    local row = math.min(position.line, last)
    local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1]
    return row, byte(line, row < position.line and M.END_OF_LINE or position.character, encoding)
  end
  local row, column = place(range.start)
  local end_row, end_column = place(range["end"])
  return { row = row, column = column, end_row = end_row, end_column = end_column }
end

-- The text of an area, as far as it stands on its first line.
function M.first_line(buffer, area)
  local line = vim.api.nvim_buf_get_lines(buffer, area.row, area.row + 1, false)[1] or ""
  return line:sub(area.column + 1, area.end_row == area.row and area.end_column or nil)
end

-- Whether a place is in an area, or at its end.
function M.contains(area, row, column)
  local is_after = row > area.row or (row == area.row and column >= area.column)
  local is_before = row < area.end_row or (row == area.end_row and column <= area.end_column)
  return is_after and is_before
end

return M
