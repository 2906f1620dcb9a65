-- The diagram at the cursor: who holds what before and after the statement, following the cursor.
--
-- The old picture stays until the new one is there: nothing flickers. One of an older text says so after a moment, in
-- which it is most often replaced before anybody could notice.
local Latest = require("leaselens.latest")
local Place = require("leaselens.place")
local client_of = require("leaselens.client")
local config = require("leaselens.config")
local graph = require("leaselens.graph")
local positions = require("leaselens.positions")

local M = {}

-- Milliseconds until a picture of an older text says that it is one; and until the server, whose answer was of an older
-- text, is asked again.
local STALE_AFTER, ASK_AGAIN = 250, 150

local latest = Latest.new()
local surface = nil ---@type table? where it is drawn: `leaselens.below` or `leaselens.split`; nil: it is off
local wanted = {} -- what the user chose since, over `vim.g.leaselens.diagram`
local place = nil ---@type leaselens.Place?
local step = { visits = 1, worlds = 1 }
local is_pinned = false
local answer = nil ---@type table? the server's
local tick = nil -- the state of the text that the answer is of
local excerpts = {} -- of that text, by range: the title stays true while somebody types

local function options()
  return vim.tbl_extend("force", config.options().diagram, wanted)
end

---@return ("before"|"after")[]
local function moments()
  local when = options().when
  return when == "both" and { "before", "after" } or { when }
end

local function client()
  return place and vim.api.nvim_buf_is_loaded(place.buffer) and client_of.of(place.buffer) or nil
end

local function area(range)
  return positions.area(place.buffer, range, client().offset_encoding)
end

local function is_stale()
  return answer.stale or tick ~= vim.api.nvim_buf_get_changedtick(place.buffer)
end

-- The keys of what the cursor points at, where it is in the text that the picture is of.
local function lit(picture)
  if vim.api.nvim_get_current_buf() ~= place.buffer then
    return {}
  end
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  return graph.lit(picture.graph, vim.fn.expand("<cword>"), function(range)
    return positions.contains(area(range), row - 1, column)
  end)
end

---@return leaselens.Shown
local function shown()
  return {
    answer = answer,
    moments = moments(),
    line = answer.range.start.line + 1,
    is_apart = surface.is_apart,
    excerpt = function(range)
      excerpts[range] = excerpts[range] or positions.first_line(place.buffer, area(range))
      return excerpts[range]
    end,
    lit = lit,
    is_stale = is_stale(),
    is_pinned = is_pinned,
    is_ascii = config.is_ascii(),
  }
end

local function draw()
  if not client() then
    surface.empty("The language server does not run here.")
  elseif not answer then
    surface.empty("Nothing runs at the cursor.")
  elseif answer.range then -- otherwise its lines were edited since: the picture that is there stays
    surface.show(shown(), place.buffer, (place:now()))
  end
end

local function take(question, result)
  answer, tick, excerpts = result, question.tick, {}
  draw()
  if answer and answer.stale then
    vim.defer_fn(function()
      if surface and place == question.place then
        M.refresh()
      end
    end, ASK_AGAIN)
  end
end

local function params(encoding)
  local asked = { of = options().of, when = options().when, visit = step.visits, world = step.worlds, spots = true }
  return vim.tbl_extend("error", place:params(encoding), asked)
end

-- Asks for the picture of the place, and draws it.
function M.refresh()
  if not (surface and client()) then
    return surface and draw()
  end
  latest:ask(function(answered)
    local to = client()
    local question = { place = place, tick = vim.api.nvim_buf_get_changedtick(place.buffer) }
    client_of.request(to, "leaselens/diagram", params(to.offset_encoding), place.buffer, function(result)
      answered(function()
        take(question, result)
      end)
    end)
  end)
end

local function go_to_cursor()
  if place then
    place:forget()
  end
  place, step = Place.at_cursor(), { visits = 1, worlds = 1 }
  M.refresh()
end

-- Goes where the cursor is, if that is in a text that the server serves.
local function follow()
  if not client_of.of() or (place and place:is_at_cursor()) then
    return
  end
  if is_pinned and place then
    return answer and draw()
  end
  go_to_cursor()
end

local function on_change(event)
  if not place or event.buf ~= place.buffer then
    return
  end
  vim.defer_fn(function()
    if surface and answer and client() and is_stale() then
      draw()
    end
  end, STALE_AFTER)
  M.refresh()
end

local function on_detach(event)
  if place and event.buf == place.buffer then
    latest:forget()
    answer = nil
    surface.empty("The language server does not run here.")
  end
end

local function on_attach(event)
  if place and event.buf == place.buffer then
    M.refresh()
  else
    follow()
  end
end

local function listen()
  local group = vim.api.nvim_create_augroup("leaselens.view", { clear = true })
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, { group = group, callback = callback })
  end
  on({ "CursorMoved", "CursorMovedI", "BufEnter", "WinEnter" }, follow)
  on({ "TextChanged", "TextChangedI", "TextChangedP" }, on_change)
  on("LspAttach", on_attach)
  on("LspDetach", on_detach)
  on("WinClosed", function(event)
    if surface.is_apart and surface.is(tonumber(event.match)) then
      vim.schedule(M.hide)
    end
  end)
end

-- Shows the view, as `choices` (`view`, `of`, `when`) say; `modifiers` are those of |:split|.
function M.show(choices, modifiers)
  wanted = vim.tbl_extend("force", wanted, choices)
  local new = require("leaselens." .. options().view)
  if surface and surface ~= new then
    surface.close()
  end
  surface = new
  surface.open(modifiers or "")
  listen()
  if client_of.of() and not is_pinned and not (place and place:is_at_cursor()) then
    go_to_cursor()
  else
    M.refresh()
  end
end

function M.hide()
  if not surface then
    return
  end
  vim.api.nvim_del_augroup_by_name("leaselens.view")
  latest:forget()
  local closing = surface
  surface, answer, is_pinned = nil, nil, false
  closing.close()
end

-- Whether the view is open.
function M.is_shown()
  return surface ~= nil
end

-- Keeps the place that is shown while the cursor goes elsewhere, or follows the cursor again.
function M.pin()
  is_pinned = place ~= nil and not is_pinned
  if is_pinned then
    draw()
  else
    follow()
  end
end

-- Goes to another execution of the statement ("visits"), or to another of its worlds ("worlds").
function M.step(through, by)
  local counted = answer and answer[through]
  if counted then
    local index = math.max(1, math.min(counted.index + by, counted.count))
    step = through == "visits" and { visits = index, worlds = 1 } or { visits = step.visits, worlds = index }
    M.refresh()
  end
end

-- What is shown, or nil; `area` is told where a range of the answer is in the `buffer`.
---@return { shown: leaselens.Shown, buffer: integer, area: fun(range: table): leaselens.Area }?
function M.current()
  return answer and answer.range and client() and { shown = shown(), buffer = place.buffer, area = area } or nil
end

return M
