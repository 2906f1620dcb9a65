-- The commands, and the server's start where Neovim has no vim.lsp.enable. Everything else is loaded when first used.
if vim.g.loaded_leaselens or vim.fn.has("nvim-0.10") == 0 then
  return
end
vim.g.loaded_leaselens = true

vim.api.nvim_create_user_command("LeaselensDiagram", function(command)
  require("leaselens.diagram").toggle(command.args ~= "" and command.args or nil)
end, {
  nargs = "?",
  complete = function(typed)
    return vim.tbl_filter(function(word)
      return vim.startswith(word, typed)
    end, { "before", "after", "both" })
  end,
  desc = "Leaselens: show or hide who holds what at the cursor",
})

vim.api.nvim_create_user_command("LeaselensRestart", function()
  require("leaselens.client").restart()
end, { desc = "Leaselens: restart the language server" })

vim.api.nvim_create_user_command("LeaselensVersion", function()
  local version = require("leaselens.client").version()
  vim.notify(version and ("leaselens " .. version) or "leaselens: no server serves this buffer")
end, { desc = "Leaselens: which version the running server is" })

local group = vim.api.nvim_create_augroup("leaselens", { clear = true })

-- What was given away or whose lease has ended looks spent, unless the user or the colour scheme says otherwise.
local function define_token_groups()
  for _, modifier in ipairs({ "given", "expired" }) do
    vim.api.nvim_set_hl(0, "@lsp.mod." .. modifier .. ".dada", { link = "DiagnosticDeprecated", default = true })
  end
end
define_token_groups()
vim.api.nvim_create_autocmd("ColorScheme", { group = group, callback = define_token_groups })

vim.api.nvim_create_autocmd("LspAttach", {
  group = group,
  callback = function(event)
    if vim.lsp.get_client_by_id(event.data.client_id).name == "leaselens" then
      require("leaselens.cursor").follow(event.buf)
    end
  end,
})

if vim.fn.has("nvim-0.11") == 0 then
  vim.api.nvim_create_autocmd("FileType", {
    group = group,
    pattern = require("leaselens.config").filetypes,
    callback = function(event)
      if require("leaselens.config").options().autostart then
        require("leaselens.client").start(event.buf)
      end
    end,
  })
end
