-- What the commands of the diagram do; `plugin/leaselens.lua` defines them.
local config = require("leaselens.config")
local story = require("leaselens.story")
local view = require("leaselens.view")

local M = {}

-- All words that a diagram can be asked for with.
function M.words()
  local words = vim.iter(vim.tbl_values(config.choices)):flatten():totable()
  table.sort(words)
  return words
end

-- The choice (`view`, `of`, `when`) that a word is one of.
local function choice_of(word)
  for name, values in pairs(config.choices) do
    if vim.tbl_contains(values, word) then
      return name
    end
  end
end

-- Shows the view, or hides it; with words (`split`, `both` and their like) it is shown like that.
---@param words string[]
---@param modifiers string those of |:split|
function M.diagram(words, modifiers)
  if view.is_shown() and #words == 0 then
    return view.hide()
  end
  local choices = {}
  for _, word in ipairs(words) do
    local name = choice_of(word)
    if not name then
      local known = table.concat(M.words(), ", ")
      return vim.notify(("leaselens: %s is none of %s"):format(word, known), vim.log.levels.ERROR)
    end
    choices[name] = word
  end
  view.show(choices, modifiers)
end

-- Something that the view can do, if it is open.
local function of_view(method, ...)
  local arguments = { ... }
  return function()
    if view.is_shown() then
      return view[method](unpack(arguments))
    end
    vim.notify("leaselens: no diagram is shown, see :LeaselensDiagram", vim.log.levels.WARN)
  end
end

M.pin = of_view("pin")
M.next_visit = of_view("step", "visits", 1)
M.previous_visit = of_view("step", "visits", -1)
M.next_world = of_view("step", "worlds", 1)
M.previous_world = of_view("step", "worlds", -1)

-- Puts the pictures as text into the unnamed register, and into the clipboard where there is one.
function M.copy()
  local current = view.current()
  if not current then
    return vim.notify("leaselens: there is no diagram to copy, see :LeaselensDiagram", vim.log.levels.WARN)
  end
  local text = story.text(current.shown)
  vim.fn.setreg('"', text)
  if vim.fn.has("clipboard") == 1 then
    vim.fn.setreg("+", text)
  end
  vim.notify("leaselens: the diagram is copied")
end

return M
