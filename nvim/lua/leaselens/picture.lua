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

-- What lines, arrows and boxes are made of.
local FRAME = set("┌┐└┘├┤┬┴┼─│╌╎►◄▲▼+|-.:=<>^")

-- How an arrow goes on: the steps over rows and columns, what it is drawn with, and where it turns.
local DIRECTIONS = {
  right = { 0, 1, drawn = set("─╌┼►-.>"), turns = { ["┐"] = "down", ["┘"] = "up" } },
  left = { 0, -1, drawn = set("─╌┼◄-.<"), turns = { ["┌"] = "down", ["└"] = "up" } },
  up = { -1, 0, drawn = set("│╎┼▲"), turns = { ["┌"] = "right", ["┐"] = "left" } },
  down = { 1, 0, drawn = set("│╎┼▼"), turns = { ["└"] = "right", ["┘"] = "left" } },
}

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

-- Adds the strokes of an arrow to `found`, from a place on.
local function follow(lines, row, column, direction, found)
  local going = DIRECTIONS[direction]
  local character = (lines[row] or {})[column]
  local turn = character and going.turns[character.text]
  if turn or (character and going.drawn[character.text]) then
    table.insert(found, character)
    going = DIRECTIONS[turn or direction]
    follow(lines, row + going[1], column + going[2], turn or direction, found)
  end
end

-- The characters of a spot, and of the arrow that they are the label of.
---@return leaselens.Character[]
local function characters_at(lines, spot, is_label)
  local row = spot.line + 1
  local found = vim.list_slice(lines[row], spot.start + 1, spot["end"])
  if is_label then
    follow(lines, row, spot.start, "left", found)
    follow(lines, row, spot["end"] + 1, "right", found)
  end
  return found
end

-- What a row or an object looks like, or the arrow of a row.
local function look(item, is_arrow)
  if is_arrow then
    return PERMISSIONS[item.row.permission] or "LeaselensDiagram"
  end
  return item.row and SPENT[item.row.state] and "LeaselensSpent" or "LeaselensDiagram"
end

-- Gives the words of a spot, and their arrow, the look of what they stand for.
local function paint(lines, spot, item, is_label, marks)
  local key = graph.key(spot)
  local groups = { look(item, is_label) }
  for _, group in ipairs({ "Changed", "Lit" }) do
    if marks[group][key] then
      table.insert(groups, "Leaselens" .. group)
    end
  end
  for _, character in ipairs(characters_at(lines, spot, is_label)) do
    character.groups, character.key = groups, key
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
    paint(lines, spot, items[key], named[key] and spot.row ~= nil, marks)
    named[key] = true
  end
  return vim.tbl_map(pieces, lines)
end

return M
