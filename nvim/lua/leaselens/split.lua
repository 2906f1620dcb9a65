-- The view in a window of its own, whose rows can be pointed at and chosen.
local story = require("leaselens.story")

local M = { is_apart = true }

local space = vim.api.nvim_create_namespace("leaselens.split")
local buffer, window
local drawn = {} ---@type leaselens.Piece[][]

-- From this many columns on the window stands at the right, else at the bottom.
local WIDE = 140

local function plain_window()
  local options = { number = false, relativenumber = false, wrap = false, list = false, spell = false, foldenable = false }
  for name, value in pairs(options) do
    vim.wo[window][0][name] = value
  end
  vim.wo[window][0].signcolumn, vim.wo[window][0].colorcolumn, vim.wo[window][0].foldcolumn = "no", "", "0"
  vim.wo[window][0].winfixheight, vim.wo[window][0].winfixwidth = true, true
end

local function on(event, callback)
  vim.api.nvim_create_autocmd(event, { buffer = buffer, callback = callback })
end

local function make_buffer()
  buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, "leaselens://diagram")
  vim.bo[buffer].bufhidden, vim.bo[buffer].undolevels, vim.bo[buffer].filetype = "wipe", -1, "leaselens"
  vim.bo[buffer].modifiable = false
  vim.keymap.set("n", "<CR>", function()
    require("leaselens.source").choose(M.under_cursor())
  end, { buffer = buffer, desc = "Leaselens: show the life of this lease" })
  on("CursorMoved", function()
    require("leaselens.source").point(M.under_cursor())
  end)
  on("BufLeave", function()
    require("leaselens.source").point(nil)
  end)
end

-- Opens the window; `modifiers` are those of |:split|, where the user gave some.
function M.open(modifiers)
  if window and vim.api.nvim_win_is_valid(window) then
    return
  end
  local usual = vim.o.columns >= WIDE and "botright vertical" or "botright"
  local wanted = modifiers ~= "" and modifiers or usual
  local whole = wanted:find("vertical") and vim.o.columns or vim.o.lines
  local before = vim.api.nvim_get_current_win()
  vim.cmd(("keepalt %s %dsplit"):format(wanted, math.floor(whole / 2)))
  window = vim.api.nvim_get_current_win()
  make_buffer()
  vim.api.nvim_win_set_buf(window, buffer)
  plain_window()
  vim.api.nvim_set_current_win(before)
end

function M.close()
  local closing = window
  window, buffer, drawn = nil, nil, {}
  if closing and vim.api.nvim_win_is_valid(closing) then
    vim.api.nvim_win_close(closing, true)
  end
end

-- Whether a window is that of the view.
function M.is(other)
  return other == window
end

local function write(lines)
  local texts = vim.tbl_map(function(line)
    return table.concat(vim.tbl_map(function(piece) return piece.text end, line))
  end, lines)
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, texts)
  vim.bo[buffer].modifiable = false
end

local function colour(lines)
  vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  for number, line in ipairs(lines) do
    local column = 0
    for _, piece in ipairs(line) do
      for strength, group in ipairs(piece.groups) do
        local to = { end_col = column + #piece.text, hl_group = group, priority = 100 + strength }
        vim.api.nvim_buf_set_extmark(buffer, space, number - 1, column, to)
      end
      column = column + #piece.text
    end
  end
end

local function draw(lines)
  drawn = lines
  write(lines)
  colour(lines)
end

function M.show(shown)
  local info = vim.fn.getwininfo(window)[1]
  draw(story.lines(shown, info.width - info.textoff))
end

function M.empty(why)
  draw({ { { text = why, groups = { "LeaselensTitle" } } } })
end

-- What stands for something in the line of the window's cursor: under it, else to the left of it, else to the right.
---@return leaselens.Piece?
function M.under_cursor()
  local row, column = unpack(vim.api.nvim_win_get_cursor(window))
  local nearest = nil
  for _, piece in ipairs(drawn[row] or {}) do
    if column < 0 and nearest then
      break
    end
    nearest = piece.key and piece or nearest
    column = column - #piece.text
  end
  return nearest
end

return M
