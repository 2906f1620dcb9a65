-- What the picture of one moment is made of: its rows and its objects, each with a key.
local M = {}

-- The key of what some words of a drawing stand for: a row of a frame, a field of an object (`owner`), or an object. It is
-- the same in every drawing in which that stands.
function M.key(slot)
  return table.concat({ slot.frame or "", slot.owner or "", slot.object or "", slot.row or "" }, "/")
end

---@class leaselens.Item
---@field row? table the server's
---@field object? table the server's; of its fields too
---@field frame? integer index, from 0

-- Every row and every object by its key. A chart has none of them.
---@return table<string, leaselens.Item>
function M.items(graph)
  local items = {}
  local function add_rows(rows, owner, item)
    for index, row in ipairs(rows) do
      items[M.key(vim.tbl_extend("error", owner, { row = index - 1 }))] = vim.tbl_extend("error", item, { row = row })
    end
  end
  for index, frame in ipairs(graph.frames or {}) do
    add_rows(frame.rows, { frame = index - 1 }, { frame = index - 1 })
    if frame.inFlight then
      items[M.key({ frame = index - 1, row = "in-flight" })] = { row = frame.inFlight, frame = index - 1 }
    end
  end
  for _, object in ipairs(graph.objects or {}) do
    items[M.key({ object = object.id })] = { object = object }
    add_rows(object.rows, { owner = object.id }, { object = object })
  end
  return items
end

-- The keys of what changes between the two moments of an answer. It is marked at both: a value that is stored was
-- computed before, and is not news afterwards.
---@return table<string, true>
function M.changed(answer)
  local keys = {}
  for _, moment in ipairs({ "before", "after" }) do
    for key, item in pairs(answer[moment] and M.items(answer[moment].graph) or {}) do
      keys[key] = (item.row or item.object).changed or keys[key] or nil
    end
  end
  return keys
end

-- The places in the text that an item comes from: where its lease was issued and ended, or where the object was made.
---@return table[] ranges the server's
function M.sources(item)
  if not item.row then
    return { item.object.created }
  end
  local ended = item.row.ended and item.row.ended.range
  return item.row.issued and { item.row.issued, ended } or { ended }
end

-- The keys of what a cursor points at: the variable whose name it touches, and what was issued, made or ended there.
-- `touches(range)` tells whether the cursor is in a range.
---@return table<string, true>
function M.lit(graph, word, touches)
  local newest = #(graph.frames or {}) - 1
  local keys = {}
  for key, item in pairs(M.items(graph)) do
    local is_named = item.row and item.frame == newest and item.row.name == word
    keys[key] = is_named or vim.iter(M.sources(item)):any(touches) or nil
  end
  return keys
end

return M
