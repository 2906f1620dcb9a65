-- Everything that is shown of an answer to `leaselens/diagram`: a title, notes, and the pictures of the moments, side by
-- side where there is room.
local graph = require("leaselens.graph")
local picture = require("leaselens.picture")

local M = {}

---@class leaselens.Shown
---@field answer table the server's
---@field moments ("before"|"after")[] what was asked for
---@field line integer 1-based, where the expression begins
---@field is_apart boolean whether the picture stands elsewhere than at that line
---@field excerpt fun(range: table): string the text of a range, as far as it stands on its first line
---@field lit fun(picture: table): table<string, true> the keys of what the cursor points at
---@field is_stale boolean
---@field is_pinned boolean
---@field is_ascii boolean

-- The code in the title is cut to this many characters.
local LONGEST_CODE = 40

-- Columns between two pictures.
local GAP = 3

local function code(shown)
  local text = vim.trim(shown.excerpt(shown.answer.range))
  local range = shown.answer.range
  local is_long = vim.fn.strchars(text) > LONGEST_CODE or range["end"].line > range.start.line
  local more = is_long and (shown.is_ascii and " ..." or " …") or ""
  return ("`%s%s`"):format(vim.fn.strcharpart(text, 0, LONGEST_CODE), more)
end

local function counted(name, of)
  return of.count > 1 and ("%s %d of %d"):format(name, of.index, of.count) or nil
end

-- The moment (if there is but one), of what code, which visit and world of how many, and what else is to be known.
local function title(shown)
  local words = {}
  local function add(word)
    table.insert(words, word or nil)
  end
  local moment = #shown.moments == 1 and shown.moments[1] .. " " or ""
  if shown.is_apart then
    add(("line %d"):format(shown.line))
  end
  add(moment .. code(shown))
  add(counted("visit", shown.answer.visits))
  add(counted("world", shown.answer.worlds))
  add(shown.is_pinned and "pinned")
  add(shown.is_stale and "stale")
  return table.concat(words, shown.is_ascii and ", " or " · ")
end

-- By which branches and calls the run came here.
local function notes(shown)
  local found = {}
  local ways = vim.tbl_map(function(choice)
    local holds = choice.taken and "holds" or "does not hold"
    return ("`%s` %s (line %d)"):format(shown.excerpt(choice.range), holds, choice.range.start.line + 1)
  end, vim.tbl_filter(function(choice) return choice.range end, shown.answer.path))
  if #ways > 0 then
    table.insert(found, "In this world " .. table.concat(ways, ", ") .. ".")
  end
  local calls = vim.tbl_map(function(range)
    return ("line %d"):format(range.start.line + 1)
  end, vim.tbl_filter(function(range) return range ~= vim.NIL end, shown.answer.calls))
  if #calls > 0 then
    table.insert(found, "Called from " .. table.concat(calls, ", then ") .. ".")
  end
  if not shown.answer.complete then
    table.insert(found, "The program runs on for longer than Leaselens looks.")
  end
  return found
end

---@return leaselens.Piece[]
local function heading(text)
  return { { text = text, groups = { "LeaselensTitle" } } }
end

---@return leaselens.Piece[][]
local function moment_lines(shown, moment, changed)
  local state = shown.answer[moment]
  local lines = {}
  if not state then
    return vim.list_extend(lines, { heading("never reached") })
  end
  for _, line in ipairs(picture.lines(state, { Changed = changed, Lit = shown.lit(state) })) do
    for _, piece in ipairs(line) do
      piece.moment = moment
      piece.groups = shown.is_stale and { "LeaselensStale" } or piece.groups
    end
    table.insert(lines, line)
  end
  return lines
end

-- What is asked for and drawn: a chart (the course of a call) has no picture before.
local function moments_drawn(shown)
  return vim.tbl_filter(function(moment)
    return moment == "after" or shown.answer.before ~= nil
  end, shown.moments)
end

-- The columns of the widest line.
function M.width(lines)
  local widest = 0
  for _, line in ipairs(lines) do
    local columns = 0
    for _, piece in ipairs(line) do
      columns = columns + vim.api.nvim_strwidth(piece.text)
    end
    widest = math.max(widest, columns)
  end
  return widest
end

-- The lines of one block beside those of another.
local function beside(left, right)
  local lines = {}
  local width = M.width(left) + GAP
  for number = 1, math.max(#left, #right) do
    local line = left[number] or {}
    local padding = { text = (" "):rep(width - M.width({ line })), groups = { "LeaselensDiagram" } }
    lines[number] = right[number] and vim.list_extend(vim.list_extend(vim.list_slice(line), { padding }), right[number]) or line
  end
  return lines
end

-- The lines to be shown in `room` columns; what is too wide for them is left to be cut.
---@return leaselens.Piece[][]
function M.lines(shown, room)
  local lines = { heading(title(shown)) }
  for _, note in ipairs(notes(shown)) do
    table.insert(lines, heading(note))
  end
  local changed = graph.changed(shown.answer)
  local drawn = moments_drawn(shown)
  local blocks = vim.tbl_map(function(moment)
    local block = #drawn > 1 and { heading(moment) } or {}
    return vim.list_extend(block, moment_lines(shown, moment, changed))
  end, drawn)
  if #blocks == 2 and M.width(blocks[1]) + GAP + M.width(blocks[2]) <= room then
    blocks = { beside(blocks[1], blocks[2]) }
  end
  return vim.iter(blocks):fold(lines, vim.list_extend)
end

-- The pictures as text, to be put elsewhere.
function M.text(shown)
  local texts = {}
  for _, moment in ipairs(shown.moments) do
    if shown.answer[moment] then
      table.insert(texts, ("%s %s:\n%s\n"):format(moment, code(shown), shown.answer[moment].text))
    end
  end
  return table.concat(texts, "\n")
end

return M
