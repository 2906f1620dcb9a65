-- The view below the line that it is of: virtual lines.
local story = require("leaselens.story")

local M = { is_apart = false }

local space = vim.api.nvim_create_namespace("leaselens.below")
local buffer, mark

function M.open() end

function M.close()
  if buffer and vim.api.nvim_buf_is_valid(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  end
  buffer, mark = nil, nil
end

-- Where there is nothing to show, nothing stands between the lines.
M.empty = M.close

-- A window in which the buffer is shown: the current one, if it is.
local function window_of(wanted)
  local current = vim.api.nvim_get_current_win()
  return vim.api.nvim_win_get_buf(current) == wanted and current or vim.fn.win_findbuf(wanted)[1]
end

-- The columns in which text stands in a window.
local function room(window)
  local info = vim.fn.getwininfo(window)[1]
  return info.width - info.textoff
end

-- Virtual lines below the last line of a window are not drawn: scrolls until they are, as far as `row` stays in sight.
local function bring_into_sight(window, row, count)
  vim.api.nvim_win_call(window, function()
    local first, last = vim.fn.line("w0"), vim.fn.winheight(0)
    local bottom = vim.fn.screenpos(window, row + 1, 1).row - vim.api.nvim_win_get_position(window)[1]
    local missing = math.min(bottom + count - last, row + 1 - first)
    if bottom > 0 and missing > 0 then
      vim.fn.winrestview({ topline = first + missing })
    end
  end)
end

-- Where the drawing begins: under the line's own text, or further left where it would not fit.
local function indentation(window, row, lines)
  return vim.api.nvim_win_call(window, function()
    return math.max(0, math.min(vim.fn.indent(row + 1), room(window) - story.width(lines)))
  end)
end

-- Draws below the 0-based `row` of a buffer, in place of what was there.
function M.show(shown, of, row)
  local window = window_of(of)
  if buffer ~= of then
    M.close()
  end
  if not window then
    return
  end
  local lines = story.lines(shown, room(window))
  local margin = { (" "):rep(indentation(window, row, lines)), "LeaselensDiagram" }
  local drawn = vim.tbl_map(function(line)
    return vim.list_extend({ margin }, vim.tbl_map(function(piece)
      return { piece.text, piece.groups }
    end, line))
  end, lines)
  buffer = of
  mark = vim.api.nvim_buf_set_extmark(of, space, row, 0, { id = mark, virt_lines = drawn })
  bring_into_sight(window, row, #drawn)
end

return M
