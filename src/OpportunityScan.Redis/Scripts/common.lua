-- What the operations share; put in front of each of them.
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
local FORMAT = 2

local function is_newer(format)
  format = tonumber(format)
  return format and format > FORMAT and format
end

local function newer(head)
  return is_newer(CALL('HGET', head, 'fm'))
end

local function refuse_newer(format)
  return redis.error_reply('OSFORMAT ' .. text(format) .. ' ' .. text(FORMAT))
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

-- The scans of a request that may still be asked for: 'id,kind,created,ended,expiry' and ';' between them.
-- Kinds: u unfinished, x unfinished and asked to stop, c completed, p completed in part (a strategy did not succeed),
-- t terminal in another way.
-- There may be thousands of unfinished ones, so of those no more is read than is asked for, and what did not change is written as it was.
local function read_request(key, request)
  local scans = {}
  local packed = CALL('HGET', key, request)
  if packed then
    for whole, id, kind, created, ended, expiry in string.gmatch(packed, '(([^,;]+),(%a),(%d+),(%d+),(%d+))') do
      local scan = { id = id, kind = kind, created = tonumber(created), whole = whole }
      if kind ~= 'u' then scan.ended, scan.expiry = tonumber(ended), tonumber(expiry) end
      scans[#scans + 1] = scan
    end
  end
  return scans
end

local function pack(scan)
  return scan.whole or table.concat({ scan.id, scan.kind, text(scan.created), text(scan.ended), text(scan.expiry) }, ',')
end

local function write_request(key, request, scans)
  if #scans == 0 then
    CALL('HDEL', key, request)
    return
  end
  local packed = {}
  for i, s in ipairs(scans) do packed[i] = pack(s) end
  CALL('HSET', key, request, table.concat(packed, ';'))
end

local function append_request(key, request, scan)
  local packed = CALL('HGET', key, request)
  CALL('HSET', key, request, packed and packed .. ';' .. pack(scan) or pack(scan))
end

local function forget(scans, id)
  for i = #scans, 1, -1 do
    if scans[i].id == id then table.remove(scans, i) end
  end
end

local function is_completed(scan) return scan.kind == 'c' or scan.kind == 'p' end
local function is_terminal(scan) return is_completed(scan) or scan.kind == 't' end

-- A terminal scan is needed no more when another one is preferred to it in every way and outlives it.
local function is_outdone(scan, scans)
  local by_creation, by_end = false, not is_completed(scan)
  for _, other in ipairs(scans) do
    if other.id ~= scan.id and is_terminal(other) and other.expiry >= scan.expiry then
      if other.created > scan.created then by_creation = true end
      if is_completed(other) and (other.kind == 'c' or scan.kind == 'p') and other.ended > scan.ended then by_end = true end
    end
  end
  return by_creation and by_end
end

-- Notes what became of scans in their request's record, and drops what is needed no more. Returns what is left.
local function note_request(key, request, noted, now)
  local scans = {}
  for _, s in ipairs(read_request(key, request)) do
    if not noted[s.id] then scans[#scans + 1] = s end
  end
  local terminal = {}
  for _, s in pairs(noted) do scans[#scans + 1] = s end
  for _, s in ipairs(scans) do
    if is_terminal(s) then terminal[#terminal + 1] = s end
  end
  local kept = {}
  for _, s in ipairs(scans) do
    if not (is_terminal(s) and (s.expiry <= now or is_outdone(s, terminal))) then kept[#kept + 1] = s end
  end
  write_request(key, request, kept)
  return kept
end

-- What is noted of a scan that was lost: it is over, and so it is dropped.
local function gone(id)
  return { id = id, kind = 't', created = 0, ended = 0, expiry = 0 }
end

-- Notes it now, or leaves it to a caller that has more to note.
local function note(key, request, scan, now, noted)
  if noted then noted[scan.id] = scan else note_request(key, request, { [scan.id] = scan }, now) end
end

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

-- Clears away the oldest of the owner's scans whose time is over: a few with every write that adds one, so that they dwindle.
local function prune(keys, bound, now)
  local oldest = CALL('ZRANGE', keys[OWNER], 0, 3, 'WITHSCORES')
  for i = 1, #oldest, 2 do
    local id, request, expiry = string.match(oldest[i], '^(%S+) (%S+) ?(%d*)$')
    local over = tonumber(expiry)
    -- One that never ended and is twice as old as it could become untouched was lost.
    over = over and over <= now or not over and tonumber(oldest[i + 1]) + 2000 * bound < now
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

-- The terminal step, but for results and version: leaves what is due and active, and gives everything its last lifetime.
local function finish(keys, fact, created, status, cause, now, noted)
  local whole = tonumber(CALL('HGET', keys[HEAD], 'su')) == fact.strategies
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

-- A running strategy is pending again for the next attempt; settled ones stay as they are.
local function reopen(head, strategies)
  local fields = {}
  for i = 1, strategies do fields[i] = 's' .. (i - 1) end
  for i, outcome in ipairs(read(head, fields)) do
    if string.sub(outcome, 1, 1) == '1' then CALL('HSET', head, fields[i], '0' .. string.sub(outcome, 2)) end
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

-- Whether it is the scan's last run that speaks.
local function is_run(head, attempt, token)
  return tonumber(head[3]) == tonumber(attempt) and head[8] == token
end

-- Whether this run may write: 1 yes, 0 it is superseded, -1 there is no such scan any more, -2 it was lost, or the claim of this run was.
-- Second result: the fields asked for, after those that are read anyway.
local function admit(keys, attempt, token, ...)
  local head = CALL('HMGET', keys[HEAD], 'c', 'st', 'at', 'v', 'cq', 'wk', 'sq', 'rt', 'fm', ...)
  if not head[1] then return CALL('EXISTS', keys[GONE]) == 1 and -1 or -2, head end
  if is_newer(head[9]) then return 0, head end -- whoever wrote it has superseded this run
  if tonumber(head[2]) == RUNNING and head[6] and is_run(head, attempt, token) then return 1, head end
  return tonumber(head[2]) < COMPLETED and tonumber(attempt) > tonumber(head[3]) and -2 or 0, head
end

-- The answer to a runner's write: status, version, whether it was asked to stop.
local ACCEPTED, FENCED, MISSING, INVALID, UNSTAGED = 0, 1, 2, 4, 5
local function answer(status, head)
  return { status, tonumber(head[4] or 0), head[5] and 1 or 0 }
end

local function refuse(verdict, head)
  if verdict == -2 then return answer(MISSING, head) end
  if verdict == -1 then return { FENCED, 0, 0 } end
  return answer(FENCED, head)
end
