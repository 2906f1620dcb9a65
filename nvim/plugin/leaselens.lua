-- The commands, and the server's start where Neovim has no vim.lsp.enable. Everything else is loaded when first used.
if vim.g.loaded_leaselens or vim.fn.has("nvim-0.10") == 0 then
  return
end
vim.g.loaded_leaselens = true

local function command(name, run, description, options)
  local all = vim.tbl_extend("error", { desc = "Leaselens: " .. description }, options or {})
  vim.api.nvim_create_user_command("Leaselens" .. name, run, all)
end

-- A command that `leaselens.commands` has a function for.
local function command_of_diagram(name, run, description)
  command(name, function()
    require("leaselens.commands")[run]()
  end, description)
end

command("Diagram", function(given)
  require("leaselens.commands").diagram(given.fargs, given.mods)
end, "show or hide who holds what at the cursor", {
  nargs = "*",
  complete = function(typed)
    return vim.tbl_filter(function(word)
      return vim.startswith(word, typed)
    end, require("leaselens.commands").words())
  end,
})
command_of_diagram("Pin", "pin", "keep the diagram's place, or follow the cursor again")
command_of_diagram("NextVisit", "next_visit", "the next execution of the statement")
command_of_diagram("PreviousVisit", "previous_visit", "the execution before")
command_of_diagram("NextWorld", "next_world", "another way on which the run may come there")
command_of_diagram("PreviousWorld", "previous_world", "the way before")
command_of_diagram("Copy", "copy", "copy the diagram as text")
command("Life", function()
  require("leaselens.life").toggle()
end, "mark the life of the lease under the cursor, or no longer")
command("Restart", function()
  require("leaselens.client").restart()
end, "restart the language server")
command("Version", function()
  local version = require("leaselens.client").version()
  vim.notify(version and ("leaselens " .. version) or "leaselens: no server serves this buffer")
end, "which version the running server is")

local group = vim.api.nvim_create_augroup("leaselens", { clear = true })

local function define_colours()
  require("leaselens.colours").define()
end
define_colours()
vim.api.nvim_create_autocmd("ColorScheme", { group = group, callback = define_colours })

vim.api.nvim_create_autocmd("LspAttach", {
  group = group,
  callback = function(event)
    if vim.lsp.get_client_by_id(event.data.client_id).name == "leaselens" then
      require("leaselens.cursor").follow(event.buf)
      require("leaselens.life").follow(event.buf)
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
