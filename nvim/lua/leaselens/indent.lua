-- How far a line of Dada is indented.
local M = {}

-- The line without what only looks like code: its strings and its comment.
local function code(line)
  return (line:gsub('"[^"]*"', '""'):gsub("#.*$", ""):gsub("//.*$", ""))
end

-- How many brackets the line leaves open, a closing one at its very start not counted (it moved its own line already).
local function left_open(line)
  local body = code(line):gsub("^%s*[%)%]}]+", "")
  local _, opened = body:gsub("[%(%[{]", "")
  local _, closed = body:gsub("[%)%]}]", "")
  return opened - closed
end

local function closes(line)
  return line:find("^%s*[%)%]}]") ~= nil
end

-- The indentation, in columns, of the line with the 1-based number `number`.
function M.of(number)
  local above = vim.fn.prevnonblank(number - 1)
  if above == 0 then
    return 0
  end
  local step = vim.fn.shiftwidth()
  local open = left_open(vim.fn.getline(above))
  local columns = vim.fn.indent(above) + math.max(-1, math.min(1, open)) * step
  if closes(vim.fn.getline(number)) then
    columns = columns - step
  end
  return math.max(0, columns)
end

return M
