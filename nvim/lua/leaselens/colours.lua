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
}

function M.define()
  for name, link in pairs(M.groups) do
    vim.api.nvim_set_hl(0, name, { link = link, default = true })
  end
end

return M
