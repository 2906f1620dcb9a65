-- How Idol is written: `//` comments, four spaces.
local options = vim.bo

options.commentstring = "// %s"
options.comments = "s1:/*,mb:*,ex:*/,://"
options.expandtab = true
options.shiftwidth = 4
options.softtabstop = 4
vim.opt_local.formatoptions:remove("t")
vim.opt_local.formatoptions:append("croql")
options.suffixesadd = ".idol"
vim.b.undo_ftplugin =
  "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< formatoptions< suffixesadd<"
