-- How a scan ends, or is asked to, and what of its owner's goes with it.

-- An owner's keys go when the last of the owner's scans goes. Until all have ended nobody knows when that will be.
local function leave_owner(keys, expiry)
  local last = tonumber(CALL('HGET', keys[REQUESTS], '!') or 0)
  if expiry > last then
    last = expiry
    CALL('HSET', keys[REQUESTS], '!', text(expiry))
  end
  local unfinished = CALL('HINCRBY', keys[REQUESTS], '#', -1)
  if unfinished <= 0 then
    if unfinished < 0 then CALL('HSET', keys[REQUESTS], '#', '0') end -- scans that were lost had been taken off before
    CALL('PEXPIREAT', keys[REQUESTS], text(math.ceil(last / 1000)))
    CALL('PEXPIREAT', keys[OWNER], text(math.ceil(last / 1000)))
  end
end

-- Longer than any scan that options allow may wait and run: five days.
local LONGEST = 432000000000

-- Clears away the oldest of the owner's scans whose time is over: a few with every write that adds one, so that they dwindle.
local function prune(keys, bound, now)
  local oldest = CALL('ZRANGE', keys[OWNER], 0, 3, 'WITHSCORES')
  for i = 1, #oldest, 2 do
    local id, request, expiry = string.match(oldest[i], '^(%S+) (%S+) ?(%d*)$')
    local over = tonumber(expiry)
    -- One that never ended and is twice as old as it could become untouched was lost. What it could become under other options is not
    -- known here.
    over = over and over <= now or not over and tonumber(oldest[i + 1]) + math.max(2000 * bound, LONGEST) < now
    if over then
      CALL('ZREM', keys[OWNER], oldest[i])
      if expiry == '' then CALL('HINCRBY', keys[REQUESTS], '#', -1) end
      local scans, kept = read_request(keys[REQUESTS], request), {}
      for _, s in ipairs(scans) do
        -- The id may have been used again: then its new scan is there as well.
        local is_it = s.id == id and (expiry == '' or is_terminal(s) and s.expiry <= now)
        if not is_it then kept[#kept + 1] = s end
      end
      if #kept < #scans then write_request(keys[REQUESTS], request, kept) end
    end
  end
end

-- Whether every strategy succeeded or had nothing to say.
local function is_whole(head, fact)
  local counts = CALL('HMGET', head, 'su', 'na')
  return tonumber(counts[1]) + tonumber(counts[2] or 0) == fact.strategies
end

-- The terminal step, but for results and version: leaves what is due and active, and gives everything its last lifetime.
local function finish(keys, fact, created, status, cause, now, noted)
  local whole = is_whole(keys[HEAD], fact)
  local expiry = now + fact.retention
  local expires = text(math.ceil(expiry / 1000))
  CALL('HSET', keys[HEAD], 'st', status, 'en', text(now), 'ec', cause)
  CALL('HDEL', keys[HEAD], 'du', 'wk')
  leave_line(keys)
  CALL('ZREM', keys[DUE], fact.member)
  CALL('ZREM', keys[ACTIVE], fact.id)
  local listed = fact.id .. ' ' .. fact.request
  CALL('ZREM', keys[OWNER], listed)
  CALL('ZADD', keys[OWNER], text(created), listed .. ' ' .. text(expiry))
  note(keys[REQUESTS], fact.request,
    { id = fact.id, kind = status ~= COMPLETED and 't' or whole and 'c' or 'p', created = created, ended = now, expiry = expiry }, now, noted)
  local retained = math.ceil(fact.retention / 1000) + 1
  keep(keys[OWNER], retained)
  keep(keys[REQUESTS], retained)
  leave_owner(keys, expiry)
  CALL('PEXPIREAT', keys[HEAD], expires)
  if keys[FOUND] then CALL('PEXPIREAT', keys[FOUND], expires) end -- one that never ran has found nothing
  if keys[RANKED] then CALL('PEXPIREAT', keys[RANKED], expires) end
  if fact.tombstone > 0 then
    CALL('SET', keys[GONE], '1', 'PX', text(math.ceil((fact.retention + fact.tombstone) / 1000)))
  end
end

-- Asks a scan to stop that was not asked before. 'skipped' is what the outcome of a strategy says that never had its turn.
-- 'noted' takes what is to be noted in the request's record, for a caller that asks many. Returns whether it ended at once.
local function ask_to_stop(keys, skipped, now, noted)
  local head = CALL('HMGET', keys[HEAD], 'c', 'st', 'cr')
  local fact, created = facts(head[1]), tonumber(head[3])
  CALL('HINCRBY', keys[HEAD], 'v', 1)
  CALL('HSET', keys[HEAD], 'cq', text(now))
  if tonumber(head[2]) ~= QUEUED then
    if not CALL('HGET', keys[HEAD], 'wk') then
      CALL('ZADD', keys[DUE], text(now), fact.member) -- nobody runs it: anybody may end it
    else
      CALL('ZADD', keys[DUE], CALL('HGET', keys[HEAD], 'du'), fact.member)
      leave_line(keys)
    end
    CALL('ZREM', keys[ACTIVE], fact.id)
    note(keys[REQUESTS], fact.request, { id = fact.id, kind = 'x', created = created, ended = 0, expiry = 0 }, now, noted)
    keep(keys[REQUESTS], fact.bound)
    return false
  end
  for i = 0, fact.strategies - 1 do
    local line = string.match(CALL('HGET', keys[HEAD], 's' .. i), '^%d([^\n]*)')
    CALL('HSET', keys[HEAD], 's' .. i, '6' .. line .. '\n' .. skipped)
  end
  CALL('HSET', keys[HEAD], 'op', 0)
  finish(keys, fact, created, CANCELED, 2, now, noted)
  return true
end

-- How many scans are replaced in one step.
local PORTION = 32

-- The ids of the first of these scans.
local function ids(scans)
  local first = {}
  for i = 1, math.min(#scans, PORTION) do first[i] = scans[i].id end
  return first
end

-- Asks scans to stop that another one of their request replaces: those that were declared by id. Returns how many ended at once,
-- and what there is of the request after that, where anything changed.
local function replace(declared, requests, request, skipped, work, now)
  local ended, noted = 0, {}
  for id, known in pairs(declared) do
    local kind = CALL('HMGET', known.keys[HEAD], 'c', 'st', 'cq')
    if not kind[1] then
      noted[id] = gone(id)
      CALL('ZREM', known.keys[ACTIVE], id)
    elseif facts(kind[1]).request ~= request then
      noted[id] = gone(id) -- the id has a scan of another request by now
    elseif not newer(known.keys[HEAD]) and tonumber(kind[2]) < COMPLETED and not kind[3] then
      local at_once = ask_to_stop(known.keys, skipped, now, noted)
      CALL('PUBLISH', known.channel, '')
      if at_once then ended = ended + 1 else CALL('PUBLISH', work, known.signal) end
    end
  end
  return ended, next(noted) and note_request(requests, request, noted, now)
end
