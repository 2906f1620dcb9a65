-- From the picture to the text that it comes from: what a piece of it stands for is lit up, or its life shown.
local graph = require("leaselens.graph")
local life = require("leaselens.life")
local view = require("leaselens.view")

local M = {}

local space = vim.api.nvim_create_namespace("leaselens.source")

-- Above what the server's words, diagnostics and the marks of a life look like.
local PRIORITY = 200

local lit = nil -- the buffer with lights in it

local function clear()
  if lit and vim.api.nvim_buf_is_valid(lit) then
    vim.api.nvim_buf_clear_namespace(lit, space, 0, -1)
  end
  lit = nil
end

---@param areas leaselens.Area[]
local function light(buffer, areas)
  clear()
  lit = buffer
  for _, area in ipairs(areas) do
    vim.api.nvim_buf_set_extmark(buffer, space, area.row, area.column, {
      end_row = area.end_row,
      end_col = area.end_column,
      hl_group = "LeaselensLit",
      priority = PRIORITY,
    })
  end
end

-- Scrolls a window that shows the buffer to a row, unless it is in sight already.
local function bring_into_sight(buffer, row)
  local window = vim.fn.win_findbuf(buffer)[1]
  if not window then
    return
  end
  vim.api.nvim_win_call(window, function()
    if row + 1 < vim.fn.line("w0") or row + 1 > vim.fn.line("w$") then
      vim.cmd("normal! m'")
      vim.api.nvim_win_set_cursor(window, { row + 1, 0 })
      vim.cmd("normal! zz")
    end
  end)
end

---@param piece leaselens.Piece
local function item_of(shown, piece)
  return graph.items(shown.answer[piece.moment].graph)[piece.key]
end

-- Lights up the source that a piece of the picture comes from; nil: none.
---@param piece leaselens.Piece?
function M.point(piece)
  local current = view.current()
  if piece and current then
    light(current.buffer, vim.tbl_map(current.area, graph.sources(item_of(current.shown, piece))))
  else
    clear()
  end
end

-- Marks the life of the lease that a piece of the picture stands for, and brings its beginning into sight; of what holds
-- no lease, where it comes from.
---@param piece leaselens.Piece?
function M.choose(piece)
  local current = view.current()
  if not (piece and current) then
    return vim.notify("leaselens: put the cursor on a row of the diagram", vim.log.levels.WARN)
  elseif current.shown.is_stale then -- its leases are numbered otherwise by now
    return vim.notify("leaselens: the diagram is of an older text", vim.log.levels.WARN)
  end
  local item = item_of(current.shown, piece)
  local first = graph.sources(item)[1]
  if first then
    bring_into_sight(current.buffer, current.area(first).row) -- which may move the cursor
  end
  if item.row and item.row.lease then
    life.choose(current.buffer, current.shown.answer.run, item.row.lease)
  end
end

return M
