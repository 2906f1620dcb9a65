-- The command of a code lens: shows the places where the leases ended, or where they were issued if none did.
local M = {}

-- Without this capability the server's lenses are mere texts.
M.capabilities = { experimental = { leaselensShowLocations = true } }

-- Goes to the only place, or lists them all in the quickfix window.
local function show_locations(command, context)
  local locations = command.arguments[3]
  local encoding = vim.lsp.get_client_by_id(context.client_id).offset_encoding
  local items = vim.lsp.util.locations_to_items(locations, encoding)
  vim.fn.setqflist({}, " ", { title = command.title, items = items })
  vim.cmd(#items == 1 and "cfirst" or "botright copen")
end

M.commands = { ["leaselens.showLocations"] = show_locations }

return M
