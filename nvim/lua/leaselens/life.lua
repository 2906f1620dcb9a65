-- The life of one lease, marked in the text: of the place under the cursor, or of the one chosen in the diagram.
local Latest = require("leaselens.latest")
local client_of = require("leaselens.client")
local config = require("leaselens.config")
local positions = require("leaselens.positions")

local M = {}

local space = vim.api.nvim_create_namespace("leaselens.life")

-- Over the look of the server's words and of diagnostics; where a lease began and ended over all else.
local PRIORITY, PRIORITY_OF_ENDS = 160, 161

-- Milliseconds until the server, whose answer was of an older text, is asked again.
local ASK_AGAIN = 150

local latest = Latest.new()
local chosen = nil -- where the cursor was when a lease was chosen
local is_on = nil -- what the user said since, over the setting

-- The part that a station plays; nil for a place that owns what it holds and has lent it to nobody.
local function part(station)
  if station.event == "lessor" or (station.event == "used" and station.leasedOut) then
    return "Lessor"
  elseif station.event ~= "used" then
    return station.event:gsub("^%l", string.upper)
  elseif station.permission == "our" or station.permission == "shared" then
    return "Sharing"
  end
  return station.permission == "leased" and "Lessee" or nil
end

local function clear(buffer)
  if vim.api.nvim_buf_is_valid(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  end
end

local function mark(buffer, station, encoding)
  local name = part(station)
  if name then
    local area = positions.area(buffer, station.range, encoding)
    vim.api.nvim_buf_set_extmark(buffer, space, area.row, area.column, {
      end_row = area.end_row,
      end_col = area.end_column,
      hl_group = "Leaselens" .. name .. (station.certainty == "maybe" and "Maybe" or ""),
      priority = (name == "Issued" or name == "Ended") and PRIORITY_OF_ENDS or PRIORITY,
    })
  end
end

local function ask(buffer, parameters)
  latest:ask(function(answered)
    local client = client_of.of(buffer)
    local asked = vim.tbl_extend("error", parameters, { textDocument = { uri = vim.uri_from_bufnr(buffer) } })
    client_of.request(client, "leaselens/life", asked, buffer, function(life)
      answered(function()
        clear(buffer)
        for _, station in ipairs(life and life.stations or {}) do
          mark(buffer, station, client.offset_encoding)
        end
        if life and life.stale then
          vim.defer_fn(M.refresh, ASK_AGAIN)
        end
      end)
    end)
  end)
end

local function is_wanted()
  if is_on == nil then
    return config.marks_life()
  end
  return is_on
end

local function here()
  local buffer = vim.api.nvim_get_current_buf()
  return { buffer, vim.api.nvim_buf_get_changedtick(buffer), vim.api.nvim_win_get_cursor(0) }
end

-- Marks the life of the lease that the place under the cursor holds. A chosen one stays until the cursor moves.
function M.refresh()
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of.of(buffer)
  if client and is_wanted() and not vim.deep_equal(chosen, here()) then
    chosen = nil
    ask(buffer, { position = vim.lsp.util.make_position_params(0, client.offset_encoding).position })
  end
end

-- Marks the life of a lease that stands in a diagram of the buffer.
function M.choose(buffer, run, lease)
  local window = vim.fn.win_findbuf(buffer)[1]
  chosen = window and vim.api.nvim_win_call(window, here)
  latest:forget()
  ask(buffer, { run = run, lease = lease })
end

-- Switches the marks on or off.
function M.toggle()
  is_on = not is_wanted()
  if is_on then
    M.refresh()
  else
    latest:forget()
    vim.tbl_map(clear, vim.api.nvim_list_bufs())
  end
end

-- Follows the cursor in a buffer that the server has just begun to serve.
function M.follow(buffer)
  local group = vim.api.nvim_create_augroup("leaselens.life." .. buffer, { clear = true })
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, { group = group, buffer = buffer, callback = callback })
  end
  on({ "CursorMoved", "CursorMovedI", "BufEnter", "TextChanged", "TextChangedI", "TextChangedP" }, M.refresh)
  on("LspDetach", function()
    latest:forget()
    clear(buffer)
  end)
  M.refresh()
end

return M
