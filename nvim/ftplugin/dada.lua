-- How Dada is written: `#` comments (the tutorials' `//` are read, but not made), four spaces.
local options = vim.bo

options.commentstring = "# %s"
options.comments = ":#,://"
options.expandtab = true
options.shiftwidth = 4
options.softtabstop = 4
-- `o` on a comment line continues the comment, and comments are wrapped; code never is.
vim.opt_local.formatoptions:remove("t")
vim.opt_local.formatoptions:append("croql")
options.suffixesadd = ".dada"
vim.b.undo_ftplugin =
  "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< formatoptions< suffixesadd<"
