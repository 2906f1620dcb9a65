-- Questions that a moving cursor brings up faster than they can be answered.
--
-- One is asked at a time. Of those that come up meanwhile only the last one is asked, when the answer is there: a fast
-- typist costs no queue and no timer.

---@class leaselens.Latest
---@field private asked? table the question under way
---@field private waiting? fun(answered: fun(take: fun())) the one that is asked next
local Latest = {}
Latest.__index = Latest

function Latest.new()
  return setmetatable({}, Latest)
end

-- `question(answered)` sends it, and calls `answered(take)` when the answer is there. `take` is called unless the answer
-- is of no use any more: another question came up, or all was forgotten.
function Latest:ask(question)
  self.waiting = question
  if not self.asked then
    self:next()
  end
end

-- Forgets what was asked and what waits; a server that went away never answers.
function Latest:forget()
  self.asked, self.waiting = nil, nil
end

---@private
function Latest:next()
  local question = self.waiting
  self.asked, self.waiting = question and {}, nil
  if question then
    local asked = self.asked
    question(function(take)
      self:answered(asked, take)
    end)
  end
end

---@private
function Latest:answered(asked, take)
  if asked ~= self.asked then
    return
  end
  if self.waiting then
    return self:next()
  end
  self.asked = nil
  take()
end

return Latest
