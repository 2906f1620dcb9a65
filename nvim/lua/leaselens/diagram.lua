-- The diagram under the cursor's line: virtual lines that follow the cursor.
--
-- At most one request is under way. What happens meanwhile (the cursor moves on, the text changes) is answered by asking
-- once more when the answer is there, so that a fast typist costs no queue and no timer. The old picture stays until the
-- new one is there: nothing flickers. After a change it is marked stale at once.
local client_of = require("leaselens.client")
local config = require("leaselens.config")
local picture = require("leaselens.picture")

local M = {}

local space = vim.api.nvim_create_namespace("leaselens.diagram")

-- Where the server says that its answer is older than the text, it is asked again after these many milliseconds.
local ASK_AGAIN = { 50, 100, 200, 400, 800, 1600 }

-- A character beyond the end of a line means its end.
local END_OF_LINE = 2 ^ 31 - 1

---@class leaselens.Shown
---@field buffer integer
---@field mark integer
---@field line integer 0-based
---@field answer table the server's
local shown = nil ---@type leaselens.Shown?
local is_on = false
local asked = nil ---@type table? the request under way: its buffer, its client, its line, the state of its text
local is_wanted_again = false
local times_stale = 0

local function clear()
  if shown and vim.api.nvim_buf_is_valid(shown.buffer) then
    vim.api.nvim_buf_clear_namespace(shown.buffer, space, 0, -1)
  end
  shown = nil
end

-- Where the picture begins: under the line's own text, or further left where it would not fit into the window.
local function indentation(line, answer)
  local window = vim.fn.getwininfo(vim.api.nvim_get_current_win())[1]
  local room = window.width - window.textoff - picture.width(answer)
  return math.max(0, math.min(vim.fn.indent(line + 1), room))
end

local function draw(buffer, line, answer, is_stale)
  if shown and shown.buffer ~= buffer then
    clear()
  end
  local lines = picture.lines(answer, is_stale, indentation(line, answer), config.is_ascii())
  local mark = vim.api.nvim_buf_set_extmark(buffer, space, line, 0, {
    id = shown and shown.mark or nil,
    virt_lines = lines,
  })
  shown = { buffer = buffer, mark = mark, line = line, answer = answer }
end

-- Draws the picture that is there as one of an older text.
local function mark_stale()
  local buffer = vim.api.nvim_get_current_buf()
  if not (shown and shown.buffer == buffer) then
    return
  end
  local at = vim.api.nvim_buf_get_extmark_by_id(buffer, space, shown.mark, {})
  if at[1] then
    draw(buffer, at[1], shown.answer, true)
  end
end

local function ask_again_later()
  times_stale = times_stale + 1
  local pause = ASK_AGAIN[times_stale]
  if pause then
    vim.defer_fn(M.refresh, pause)
  end
end

-- What is done with the answer to `question`. Late answers of a server that went away meanwhile are passed over.
local function receive(question, err, answer)
  if asked ~= question then
    return
  end
  asked = nil
  local is_here = vim.api.nvim_get_current_buf() == question.buffer
  if is_wanted_again or not is_here or vim.api.nvim_buf_get_changedtick(question.buffer) ~= question.tick then
    is_wanted_again = false
    return M.refresh()
  end
  if err or type(answer) ~= "table" then
    return clear()
  end
  answer.code = client_of.code(question.client, question.buffer, answer.range)
  draw(question.buffer, question.line, answer, answer.stale)
  if answer.stale then
    ask_again_later()
  else
    times_stale = 0
  end
end

-- The cursor's position for the server. Before the first and on the last character of a line the whole line is meant, as
-- if the cursor stood at its end: in normal mode it cannot stand there, and the picture is drawn below the line.
local function position(client)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local column, line = vim.api.nvim_win_get_cursor(0)[2], vim.api.nvim_get_current_line()
  local is_inside = column >= #line:match("^%s*") and column < #line - 1
  if not is_inside then
    params.position.character = END_OF_LINE
  end
  return params
end

local function ask(client, buffer)
  local question = {
    buffer = buffer,
    client = client.id,
    line = vim.api.nvim_win_get_cursor(0)[1] - 1,
    tick = vim.api.nvim_buf_get_changedtick(buffer),
  }
  asked = question
  local params = vim.tbl_extend("error", position(client), { when = config.options().diagram.when })
  local is_sent = client_of.request(client, "leaselens/diagram", params, buffer, function(err, answer)
    receive(question, err, answer)
  end)
  if not is_sent then
    asked = nil
  end
end

-- Asks for the picture at the cursor and draws it; while an answer is awaited, asks once more after it.
function M.refresh()
  if not is_on then
    return
  end
  if asked then
    is_wanted_again = true
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of.of(buffer)
  if client then
    ask(client, buffer)
  else
    clear()
  end
end

local function on_change()
  mark_stale()
  times_stale = 0
  M.refresh()
end

-- A server that went away never answers.
local function on_detach(event)
  if asked and asked.client == event.data.client_id then
    asked = nil
  end
  if shown and shown.buffer == event.buf then
    clear()
  end
end

local function turn_on()
  is_on = true
  picture.define_groups()
  local group = vim.api.nvim_create_augroup("leaselens.diagram", { clear = true })
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, { group = group, callback = callback })
  end
  on({ "CursorMoved", "CursorMovedI", "BufEnter", "WinEnter", "LspAttach" }, function()
    M.refresh()
  end)
  on({ "TextChanged", "TextChangedI", "TextChangedP" }, on_change)
  on("LspDetach", on_detach)
  on("ColorScheme", picture.define_groups)
  M.refresh()
end

local function turn_off()
  is_on, asked, is_wanted_again = false, nil, false
  vim.api.nvim_del_augroup_by_name("leaselens.diagram")
  clear()
end

-- Shows the diagrams, or hides them. With a moment (`before`, `after`, `both`) they are shown, of that moment.
function M.toggle(moment)
  if moment and not vim.tbl_contains({ "before", "after", "both" }, moment) then
    return vim.notify("leaselens: a diagram is of before, after or both", vim.log.levels.ERROR)
  end
  if moment then
    local options = vim.g.leaselens or vim.empty_dict()
    options.diagram = vim.tbl_extend("force", options.diagram or {}, { when = moment })
    vim.g.leaselens = options
  end
  if is_on and not moment then
    turn_off()
  else
    turn_on()
  end
end

-- Whether diagrams are shown.
function M.is_on()
  return is_on
end

return M
