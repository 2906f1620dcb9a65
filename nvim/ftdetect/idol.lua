-- Files whose name ends in `.idol` are Idol; of those that end in `.idl`, as other notations do, the ones that begin so.
vim.filetype.add({
  extension = {
    idol = "idol",
    idl = function(_, buffer)
      for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, 40, false)) do
        if line:match("^%s*Interface%s*%(") then
          return "idol"
        end
      end
      return "idl"
    end,
  },
})
