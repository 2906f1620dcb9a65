-- A diagram's text as virtual lines: which piece is drawn in which colour.
local M = {}

-- Highlight groups, and what they look like unless the user says otherwise: what is unique is warm or green, what is
-- joint is blue, in groups that the built-in colour scheme does colour.
M.groups = {
  LeaselensDiagram = "Normal",
  LeaselensFrame = "Comment",
  LeaselensTitle = "Comment",
  LeaselensStale = "NonText",
  LeaselensMy = "String",
  LeaselensOur = "Identifier",
  LeaselensLeased = "DiagnosticWarn",
  LeaselensShared = "Special",
}

-- An expression of more characters is not repeated in the title.
local LONGEST_CODE = 40

local PERMISSIONS = {
  my = "LeaselensMy",
  our = "LeaselensOur",
  leased = "LeaselensLeased",
  mutable = "LeaselensLeased",
  shared = "LeaselensShared",
  shleased = "LeaselensShared",
}

-- The characters that lines, arrows and boxes are made of; Lua patterns know bytes only, so they are told apart by hand.
local FRAME = {}
for _, character in ipairs(vim.fn.split("┌┐└┘├┤┬┴┼─│╌┄►▶◄▲▼+|-.=<>^", "\\zs")) do
  FRAME[character] = true
end

-- Where a label may follow: the horizontal strokes.
local STROKES = { ["─"] = true, ["╌"] = true, ["-"] = true, ["."] = true }

function M.define_groups()
  for name, link in pairs(M.groups) do
    vim.api.nvim_set_hl(0, name, { link = link, default = true })
  end
end

-- Words, frame characters one by one, and the rest, in order. `22` and `x:` are words; a dot between words is one's own.
local function pieces(line)
  local found, word = {}, ""
  local function end_word()
    if word ~= "" then
      table.insert(found, { text = word })
      word = ""
    end
  end
  for _, character in ipairs(vim.fn.split(line, "\\zs")) do
    if FRAME[character] then
      end_word()
      table.insert(found, { text = character, is_frame = true })
    elseif character:match("[%w_]") then
      word = word .. character
    else
      end_word()
      table.insert(found, { text = character })
    end
  end
  end_word()
  return found
end

-- One line as chunks of {text, group}.
function M.chunks(line)
  local chunks, before = {}, nil
  for _, piece in ipairs(pieces(line)) do
    local group = piece.is_frame and "LeaselensFrame" or "LeaselensDiagram"
    if before and STROKES[before] and PERMISSIONS[piece.text] then
      group = PERMISSIONS[piece.text]
    end
    if #chunks > 0 and chunks[#chunks][2] == group then
      chunks[#chunks][1] = chunks[#chunks][1] .. piece.text
    else
      table.insert(chunks, { piece.text, group })
    end
    before = piece.text
  end
  return chunks
end

local function counted(name, of)
  if type(of) ~= "table" or of.count < 2 then
    return ""
  end
  return (" · %s %d of %d"):format(name, of.index, of.count)
end

-- What stands over a picture: the moment, which of how many, and whether the text has changed since.
local function title(moment, answer, is_stale, is_ascii)
  local code = answer.code and vim.fn.strchars(answer.code) <= LONGEST_CODE and (" `" .. answer.code .. "`") or ""
  local which = counted("visit", answer.visits) .. counted("world", answer.worlds)
  local text = moment .. code .. which .. (is_stale and " · stale" or "")
  return is_ascii and text:gsub(" · ", ", ") or text
end

-- The virtual lines for an answer of `leaselens/diagram`, each pushed right by `indent` columns.
function M.lines(answer, is_stale, indent, is_ascii)
  local drawn = {}
  local margin = { (" "):rep(indent), "LeaselensDiagram" }
  for _, moment in ipairs({ "before", "after" }) do
    local state = answer[moment]
    local heading = title(moment, answer, is_stale, is_ascii)
    if state == vim.NIL then
      table.insert(drawn, { margin, { heading .. ": never reached", "LeaselensTitle" } })
    elseif state then
      table.insert(drawn, { margin, { heading, "LeaselensTitle" } })
      for _, line in ipairs(vim.split(state.text, "\n", { trimempty = true })) do
        table.insert(drawn, vim.list_extend({ margin }, is_stale and { { line, "LeaselensStale" } } or M.chunks(line)))
      end
    end
  end
  return drawn
end

-- The width of the widest line of an answer, in columns.
function M.width(answer)
  local widest = 0
  for _, moment in ipairs({ "before", "after" }) do
    local text = type(answer[moment]) == "table" and answer[moment].text or ""
    for _, line in ipairs(vim.split(text, "\n")) do
      widest = math.max(widest, vim.fn.strdisplaywidth(line))
    end
  end
  return widest
end

return M
