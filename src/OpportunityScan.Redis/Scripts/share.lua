-- Adds measurements to series that all processes share, and hands out those that have changed.
-- KEYS  1 measured
-- ARGV  1 revision that is known   2 lifetime in milliseconds   3 values that a series keeps   4 most series
--       then name of a series and value of each measurement
-- Returns {revision, then name and values, oldest first, of each series that has changed since}
local function revision_of(series)
  return tonumber(string.match(series, '^%d+'))
end

-- The one that nobody has added to for longest makes way for a new one.
local function make_way(most)
  local oldest, when
  local all = CALL('HGETALL', KEYS[1])
  if #all / 2 <= most then return end -- one field is the revision
  for i = 1, #all, 2 do
    local at = all[i] ~= '#' and revision_of(all[i + 1])
    if at and (not when or at < when) then oldest, when = all[i], at end
  end
  if oldest then CALL('HDEL', KEYS[1], oldest) end
end

local known, revision = tonumber(ARGV[1]), tonumber(CALL('HGET', KEYS[1], '#') or 0)
if revision < known then known = 0 end -- what was known was lost
if #ARGV > 4 then
  local added, names = {}, {}
  for i = 5, #ARGV, 2 do
    local name = ARGV[i]
    if not added[name] then
      added[name] = {}
      names[#names + 1] = name
    end
    table.insert(added[name], ARGV[i + 1])
  end
  revision = revision + 1
  for _, name in ipairs(names) do
    local values = {}
    local was = CALL('HGET', KEYS[1], name)
    if not was then make_way(tonumber(ARGV[4])) end
    for value in string.gmatch(string.match(was or '', '^%d+ (.*)$') or '', '%S+') do values[#values + 1] = value end
    for _, value in ipairs(added[name]) do values[#values + 1] = value end
    CALL('HSET', KEYS[1], name, text(revision) .. ' ' .. table.concat(values, ' ', math.max(1, #values - tonumber(ARGV[3]) + 1)))
  end
  CALL('HSET', KEYS[1], '#', text(revision))
  CALL('PEXPIRE', KEYS[1], ARGV[2])
end

local answer = { text(revision) }
local all = CALL('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at = all[i] ~= '#' and revision_of(all[i + 1])
  if at and at > known then
    answer[#answer + 1] = all[i]
    answer[#answer + 1] = string.match(all[i + 1], '^%d+ (.*)$') or ''
  end
end
return answer
