-- Names the scans that are due.
-- KEYS  due of one or more partitions.
-- ARGV  1 how many at most of each
-- Returns {partition's place in KEYS from 1, member, due since, ...}
local now = text(clock())
local found = {}
for i = 1, #KEYS do
  local due = CALL('ZRANGEBYSCORE', KEYS[i], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
  for j = 1, #due, 2 do
    found[#found + 1] = i
    found[#found + 1] = due[j]
    found[#found + 1] = text(tonumber(due[j + 1]))
  end
end
return found
