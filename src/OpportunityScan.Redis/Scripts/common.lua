-- What the operations share; put in front of each of them. What only some share stands in requests.lua, lifetime.lua and runners.lua.
--
-- An operation on a scan declares that scan's keys, always in this order:
--   KEYS[1] head      hash: the scan itself
--   KEYS[2] found     list: every opportunity that was recorded, in the order of its commits; never reordered, so that a place in it stays
--   KEYS[3] gone      string: outlives the scan, so that a miss can be explained
--   KEYS[4] due       sorted set of the partition: unfinished scans by when they may be claimed
--   KEYS[5] owner     sorted set: the owner's scans by creation, as 'id request' or, once terminal, 'id request expiry'
--   KEYS[6] active    sorted set: what counts towards the owner's limit, by when it stops counting whatever happens
--   KEYS[7] requests  hash: request -> its scans, for single flight; and for the lifetime of the owner's keys
--                     '#' -> how many of the owner's scans are unfinished, '!' -> when the last of the others expires,
--                     '~' -> the last turn in the line that the owner was given
--   KEYS[8] waiting   sorted set of the partition: scans that wait to be claimed, by arrival, as 'order member needs'
--   KEYS[9] turns     hash of the partition: 'n' -> the last arrival, 'v' -> the highest turn that was served, and for each kind of worker
--                     'k:KIND' -> when one was there last, 't:KIND' -> what it can run
--   KEYS[10] ranked   list: once terminal, the ranking as pages of 100 places of 'found'
-- Instants and spans are microseconds unless said otherwise.

local HEAD, FOUND, GONE, DUE, OWNER, ACTIVE, REQUESTS, WAITING, TURNS, RANKED = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local QUEUED, RUNNING, COMPLETED, FAILED, TIMED_OUT, CANCELED = 0, 1, 2, 3, 4, 5
local CALL = redis.call

-- A whole number as Redis reads it. Handed over as a number it would take longer, and some engines would round it.
local function text(number)
  return string.format('%d', number)
end

local function clock()
  local time = CALL('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

-- The format of the records that these scripts write: field 'fm' of the head; those of the first format have none. One that is higher was
-- written by a process of a later version: whoever meets it says so, and leaves it alone.
-- A record is written in the lowest format that has what it says, so that it can be read by as many processes as possible: the third is for
-- those in which a strategy was not applicable.
local FORMAT, FORMAT_NOT_APPLICABLE, HIGHEST_FORMAT = 2, 3, 3

local function is_newer(format)
  format = tonumber(format)
  return format and format > HIGHEST_FORMAT and format
end

local function newer(head)
  return is_newer(CALL('HGET', head, 'fm'))
end

local function refuse_newer(format)
  return redis.error_reply('OSFORMAT ' .. text(format) .. ' ' .. text(HIGHEST_FORMAT))
end

-- What the store says of its layout: 'partitions store'; '' in one that was emptied. On a cluster that is in another slot, and nobody asks here.
local function layout_of(config)
  local layout = CALL('HMGET', config, 'partitions', 'store')
  return layout[1] and layout[2] and layout[1] .. ' ' .. layout[2] or ''
end

-- The facts of a scan that never change and that scripts need: field 'c' of the head.
local function facts(packed)
  local id, request, member, bound, retention, tombstone, queue, attempts, strategies, deadline =
    string.match(packed, '^(%S+) (%S+) (%S+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) ?(%d*)$')
  return {
    id = id, request = request, member = member,
    bound = tonumber(bound), retention = tonumber(retention), tombstone = tonumber(tombstone),
    queue = tonumber(queue), attempts = tonumber(attempts), strategies = tonumber(strategies), deadline = tonumber(deadline),
  }
end

-- Whether the scan that a request's record points to is there: it may have been lost, and its id given to a scan of another request.
local function is_of(head, request)
  local packed = CALL('HGET', head, 'c')
  return packed and facts(packed).request == request
end

-- Reads fields of a hash in as few calls as unpack allows.
local function read(key, fields)
  local values = {}
  for first = 1, #fields, 1000 do
    for _, value in ipairs(CALL('HMGET', key, unpack(fields, first, math.min(first + 999, #fields)))) do values[#values + 1] = value end
  end
  return values
end

-- No script hands out, or looks for, more than this at once: it would hold up everybody else's.
local WINDOW_BYTES, WINDOW_HOPS = 262144, 20000000

-- The elements of a list from first to last, as many as fit into a window, and one whatever its size.
local function window(key, first, last)
  local items, bytes, from = {}, 0, first
  while from <= last do
    local step = bytes == 0 and 1 or math.max(1, math.min(128, math.floor((WINDOW_BYTES - bytes) * #items / bytes)))
    local some = CALL('LRANGE', key, text(from), text(math.min(from + step - 1, last)))
    if #some == 0 then break end
    for _, item in ipairs(some) do
      bytes = bytes + #item
      if #items > 0 and bytes > WINDOW_BYTES then return items end
      items[#items + 1] = item
    end
    from = from + #some
  end
  return items
end

-- Adds arguments to the end of a list in as few calls as unpack allows.
local function append(key, first, last)
  for from = first, last, 1000 do
    CALL('RPUSH', key, unpack(ARGV, from, math.min(from + 999, last)))
  end
end

-- Lets a key that exists live at least this many milliseconds longer.
local function keep(key, milliseconds)
  local left = CALL('PTTL', key)
  if left ~= -2 and left < milliseconds then CALL('PEXPIRE', key, text(milliseconds)) end
end

-- Keeps an unfinished scan, and what points to it, alive. Mostly one look: nothing is extended before half of the time is over.
local function keep_alive(keys, bound)
  if CALL('PTTL', keys[HEAD]) >= bound / 2 then return end
  for _, key in ipairs({ HEAD, FOUND, DUE, OWNER, ACTIVE, REQUESTS, WAITING, TURNS }) do keep(keys[key], bound) end
end

-- How long a scan may run from its first claim. Facts of the first format do not say it; there the plan is asked, which counts in ticks.
local function deadline_of(keys, fact)
  return fact.deadline or math.floor(cjson.decode(CALL('HGET', keys[HEAD], 'p')).d / 10)
end

-- What a plan asks of a worker: 'id:version' of each strategy, with what could be mistaken percent-encoded.
local function needs_of(keys)
  local needs = {}
  for i, s in ipairs(cjson.decode(CALL('HGET', keys[HEAD], 'p')).s) do
    local version = string.gsub(s.v, '[^%w%-%._~]', function(c) return string.format('%%%02X', string.byte(c)) end)
    needs[i] = s.i .. ':' .. version
  end
  return table.concat(needs, ' ')
end

-- Whether a worker that is able to run these ('id:version', or '*' for all) can run what a plan needs.
local function can_run(able, needs)
  if able == '*' then return true end
  for need in string.gmatch(needs, '%S+') do
    if not string.find(' ' .. able .. ' ', ' ' .. need .. ' ', 1, true) then return false end
  end
  return true
end

-- In line, what has begun stands before all turns: by when it became due, less this.
local BEGUN = 4000000000000000

-- The turn of an owner's scan that is being queued: see WaitingRules.
local function next_turn(keys)
  local turn = math.max(tonumber(CALL('HGET', keys[TURNS], 'v') or 0), tonumber(CALL('HGET', keys[REQUESTS], '~') or 0)) + 1
  CALL('HSET', keys[REQUESTS], '~', text(turn))
  return turn
end

-- Puts a scan in line; from 'over' on anybody may claim it, in order to end it.
local function enter_line(keys, fact, order, needs, over, now)
  -- An arrival is an instant, so that it never comes again, even if this hash is lost.
  local arrival = text(math.max(now, tonumber(CALL('HGET', keys[TURNS], 'n') or 0) + 1))
  CALL('HSET', keys[TURNS], 'n', arrival)
  CALL('ZADD', keys[WAITING], arrival, text(order) .. ' ' .. fact.member .. ' ' .. needs)
  CALL('HSET', keys[HEAD], 'ln', arrival, 'lo', text(order))
  CALL('ZADD', keys[DUE], text(over), fact.member)
  keep(keys[WAITING], fact.bound)
  keep(keys[TURNS], fact.bound)
end

local function leave_line(keys)
  local arrival = CALL('HGET', keys[HEAD], 'ln')
  if not arrival then return end
  CALL('ZREMRANGEBYSCORE', keys[WAITING], arrival, arrival)
  CALL('HDEL', keys[HEAD], 'ln', 'lo')
end

-- A running strategy is pending again for the next attempt; settled ones stay as they are.
local function reopen(head, strategies)
  local fields = {}
  for i = 1, strategies do fields[i] = 's' .. (i - 1) end
  for i, outcome in ipairs(read(head, fields)) do
    if string.sub(outcome, 1, 1) == '1' then CALL('HSET', head, fields[i], '0' .. string.sub(outcome, 2)) end
  end
end
