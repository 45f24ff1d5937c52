-- Names scans that may be claimed: those whose time has come, and in line those that this kind of worker can run.
-- KEYS  of each partition: due, waiting, turns, ready (sorted set: what waits and this kind can run, as 'arrival member' by order;
--       and as '' the last arrival that was looked at); and at last, unless on a cluster, config
-- ARGV  1 how many at most of each (0: the worker is busy, and only shows that it is there)   2 kind of worker   3 what it can run
--       4 highest turn served that is known   5 lifetime in milliseconds
-- Returns {highest turn served, 1 when there is more to look at before anything is claimed, layout ('' on a cluster), now,
--          then for each scan: place of its partition from 1, member, order, arrival in line ('' its time has come)}
local now, most, kind, able, lifetime = clock(), tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[5])
local FORGET = 172800000000 -- a kind of worker that was not there for two days

-- How many arrivals are looked at in one go: each is looked at once for each kind of worker.
local left = 1000
local places = #KEYS - #KEYS % 4
local layout = places < #KEYS and layout_of(KEYS[#KEYS]) or ''
local answer, served, more = { '', 0, layout, text(now) }, tonumber(ARGV[4]), 0
for i = 1, places, 4 do served = math.max(served, tonumber(CALL('HGET', KEYS[i + 2], 'v') or 0)) end

local function note_kind(turns)
  CALL('HSET', turns, 'k:' .. kind, text(now), 'v', text(served))
  if CALL('HSETNX', turns, 't:' .. kind, able) == 0 then return end
  local fields = CALL('HGETALL', turns)
  for i = 1, #fields, 2 do
    local old = string.match(fields[i], '^k:(.*)$')
    if old and tonumber(fields[i + 1]) < now - FORGET then CALL('HDEL', turns, 'k:' .. old, 't:' .. old) end
  end
end

local function look_at_arrivals(waiting, ready, last)
  local seen = tonumber(CALL('ZSCORE', ready, '') or -1)
  if seen > last then seen = -1 end -- the store has lost what came after
  if seen < 0 then CALL('DEL', ready) end
  if seen == last then return end
  if left == 0 then
    more = 1
    return
  end
  local arrivals = CALL('ZRANGEBYSCORE', waiting, '(' .. text(math.max(seen, 0)), '+inf', 'WITHSCORES', 'LIMIT', 0, left)
  local known = {}
  for j = 1, #arrivals, 2 do
    local order, member, needs = string.match(arrivals[j], '^(%S+) (%S+) (.*)$')
    if known[needs] == nil then known[needs] = can_run(able, needs) end
    if known[needs] then CALL('ZADD', ready, order, text(tonumber(arrivals[j + 1])) .. ' ' .. member) end
  end
  left = left - #arrivals / 2
  if left == 0 then
    last = tonumber(arrivals[#arrivals])
    more = 1
  end
  CALL('ZADD', ready, text(last), '')
end

local function name_ready(place, waiting, ready)
  local looking = true
  while looking do
    looking = false
    local tops = CALL('ZRANGE', ready, 0, most - 1, 'WITHSCORES')
    local names = {}
    for j = 1, #tops, 2 do
      local arrival, member = string.match(tops[j], '^(%d+) (%S+)$')
      if arrival and #CALL('ZRANGEBYSCORE', waiting, arrival, arrival) == 0 then
        CALL('ZREM', ready, tops[j]) -- others have taken it
        looking = true
      elseif arrival then
        names[#names + 1] = { place, member, text(tonumber(tops[j + 1])), arrival }
      end
    end
    if not looking then
      for _, name in ipairs(names) do
        for _, part in ipairs(name) do answer[#answer + 1] = part end
      end
    end
  end
end

for i = 1, places, 4 do
  local place, due, waiting, turns, ready = (i + 3) / 4, KEYS[i], KEYS[i + 1], KEYS[i + 2], KEYS[i + 3]
  local over = CALL('ZRANGEBYSCORE', due, '-inf', text(now), 'WITHSCORES', 'LIMIT', 0, most)
  for j = 1, #over, 2 do
    for _, part in ipairs({ place, over[j], text(tonumber(over[j + 1]) - BEGUN), '' }) do answer[#answer + 1] = part end
  end
  local last = CALL('HGET', turns, 'n')
  if last then
    note_kind(turns)
    look_at_arrivals(waiting, ready, tonumber(last))
    if most > 0 then name_ready(place, waiting, ready) end
    keep(turns, lifetime)
    keep(ready, lifetime)
  end
end
answer[1], answer[2] = text(served), more
return answer
