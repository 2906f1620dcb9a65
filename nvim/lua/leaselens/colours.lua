-- Highlight groups, and what they look like unless the user or the colour scheme says otherwise.
local M = {}

-- Each is linked to a group that every colour scheme has. What is unique is warm or green, what is joint is blue or cyan;
-- what surely is so is underlined straight, what may be so in waves of the same colour.
M.groups = {
  LeaselensDiagram = "Normal",
  LeaselensFrame = "Comment",
  LeaselensTitle = "Comment",
  LeaselensStale = "NonText",
  LeaselensMy = "String",
  LeaselensOur = "Identifier",
  LeaselensLeased = "DiagnosticWarn",
  LeaselensShared = "Special",
  LeaselensChanged = "@markup.strong",
  LeaselensSpent = "DiagnosticDeprecated",
  LeaselensLit = "Visual",
  LeaselensLessor = "DiagnosticUnderlineInfo",
  LeaselensLessorMaybe = "SpellRare",
  LeaselensLessee = "DiagnosticUnderlineOk",
  LeaselensLesseeMaybe = "SpellLocal",
  LeaselensSharing = "DiagnosticUnderlineWarn",
  LeaselensSharingMaybe = "SpellCap",
  LeaselensExpired = "DiagnosticDeprecated",
  LeaselensExpiredMaybe = "SpellBad",
  LeaselensIssued = "DiffAdd",
  LeaselensIssuedMaybe = "SpellLocal",
  LeaselensEnded = "DiffDelete",
  LeaselensEndedMaybe = "SpellBad",
  -- What was given away or whose lease has ended looks spent.
  ["@lsp.mod.given.dada"] = "DiagnosticDeprecated",
  ["@lsp.mod.expired.dada"] = "DiagnosticDeprecated",
  -- Groups of a type and a modifier lie over those of a modifier alone.
  ["@lsp.typemod.variable.maybe.dada"] = "LeaselensMaybe",
  ["@lsp.typemod.parameter.maybe.dada"] = "LeaselensMaybe",
  ["@lsp.typemod.property.maybe.dada"] = "LeaselensMaybe",
}

-- Waves in place of the line through what surely is spent. No group that every colour scheme has takes a line away, so
-- this one is made, in the colour of that one.
local function define_maybe()
  local colour = vim.api.nvim_get_hl(0, { name = "SpellBad", link = false }).sp
  vim.api.nvim_set_hl(0, "LeaselensMaybe", { undercurl = true, nocombine = true, sp = colour, default = true })
end

function M.define()
  define_maybe()
  for name, link in pairs(M.groups) do
    vim.api.nvim_set_hl(0, name, { link = link, default = true })
  end
end

return M
