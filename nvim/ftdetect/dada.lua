-- Files whose name ends in `.dada` are Dada.
vim.filetype.add({ extension = { dada = "dada" } })
