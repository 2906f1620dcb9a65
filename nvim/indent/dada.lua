-- Indentation of Dada: one step for each line that leaves brackets open, back where a line begins by closing.
if vim.b.did_indent then
  return
end
vim.b.did_indent = 1
vim.bo.indentexpr = "v:lua.require'leaselens.indent'.of(v:lnum)"
vim.bo.indentkeys = "0},0),0],!^F,o,O"
vim.b.undo_indent = "setlocal indentexpr< indentkeys<"
