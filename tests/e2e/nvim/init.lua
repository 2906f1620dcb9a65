-- What a user's init.lua has: the plugin on the runtime path, options, and (where Neovim has it) one enabling line.
vim.opt.runtimepath:prepend(vim.env.LEASELENS_PLUGIN)
vim.g.leaselens = vim.json.decode(vim.env.LEASELENS_OPTIONS)
vim.o.swapfile = false
vim.o.lines, vim.o.columns = 40, 100
if vim.lsp.enable then
  vim.lsp.enable("leaselens")
end
