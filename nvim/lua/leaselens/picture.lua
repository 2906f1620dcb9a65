-- A drawing of the server's, cut into pieces of one look each.
local graph = require("leaselens.graph")

local M = {}

---@class leaselens.Piece
---@field text string
---@field groups string[] highlight groups, the strongest last
---@field key? string of what it stands for (`leaselens.graph`)
---@field moment? "before"|"after"

local PERMISSIONS = {
  my = "LeaselensMy",
  our = "LeaselensOur",
  leased = "LeaselensLeased",
  shared = "LeaselensShared",
}

-- What rows look like that hold nothing any more.
local SPENT = { expired = true, given = true, dropped = true }

local function set(characters)
  local members = {}
  for _, character in ipairs(vim.fn.split(characters, "\\zs")) do
    members[character] = true
  end
  return members
end

-- What lines, arrows and boxes are made of, and of that what an arrow goes to the right by.
local FRAME = set("┌┐└┘├┤┬┴┼─│╌╎►◄▲▼+|-.:=<>^")
local STROKES = set("─╌►-.>")

---@class leaselens.Character
---@field text string
---@field groups string[]
---@field key? string

---@return leaselens.Character[]
local function characters_of(line)
  local found = {}
  local starts = vim.str_utf_pos(line)
  for index, start in ipairs(starts) do
    local text = line:sub(start, (starts[index + 1] or #line + 1) - 1)
    -- The plain characters of ASCII drawings are letters and marks of names and values too: those are told by spots.
    found[index] = { text = text, groups = { FRAME[text] and "LeaselensFrame" or "LeaselensDiagram" } }
  end
  return found
end

-- The arrow around a label: the strokes on both sides of it.
local function arrow(characters, first, last)
  while characters[first - 1] and STROKES[characters[first - 1].text] do
    first = first - 1
  end
  while characters[last + 1] and STROKES[characters[last + 1].text] do
    last = last + 1
  end
  return first, last
end

-- Gives the words of a spot, and the arrow that they are the label of, the look of what they stand for.
local function paint(characters, spot, item, is_label, marks)
  local first, last = spot.start + 1, spot["end"]
  local look = { item.row and SPENT[item.row.state] and "LeaselensSpent" or "LeaselensDiagram" }
  if is_label then
    first, last = arrow(characters, first, last)
    look = { PERMISSIONS[item.row.permission] or "LeaselensDiagram" }
  end
  local key = graph.key(spot)
  for _, group in ipairs({ "Changed", "Lit" }) do
    if marks[group][key] then
      table.insert(look, "Leaselens" .. group)
    end
  end
  for index = first, last do
    characters[index].groups, characters[index].key = look, key
  end
end

-- Neighbours of one look as one piece.
---@return leaselens.Piece[]
local function pieces(characters)
  local found = {}
  for _, character in ipairs(characters) do
    local last = found[#found]
    if last and last.key == character.key and vim.deep_equal(last.groups, character.groups) then
      last.text = last.text .. character.text
    else
      table.insert(found, { text = character.text, groups = character.groups, key = character.key })
    end
  end
  return found
end

-- The lines of a picture. `marks` are sets of keys: what is `Changed`, and what is `Lit`.
---@return leaselens.Piece[][]
function M.lines(picture, marks)
  local items = graph.items(picture.graph)
  local lines = vim.tbl_map(characters_of, vim.split(picture.text, "\n"))
  local named = {}
  for _, spot in ipairs(picture.spots) do
    local key = graph.key(spot)
    -- Of the two spots of a row, the name comes first.
    paint(lines[spot.line + 1], spot, items[key], named[key] and spot.row ~= nil, marks)
    named[key] = true
  end
  return vim.tbl_map(pieces, lines)
end

return M
