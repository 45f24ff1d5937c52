-- Stores a scan, or finds the one that the start mode prefers.
-- KEYS  1..10 of the new scan; then for each candidate its head and its gone; then, unless on a cluster, config.
-- ARGV   1 nonce of the call     2 mode (0 join, 1 reuse, 1p reuse in part as well, 2 new, 3 replace)
--        3 longest age to reuse  4 owner's limit
--        5 claim? (0 or 1)       6 worker              7 run token            8 lease
--        9 facts (see common)   10 plan               11 incarnation         12 outcome of a skipped strategy
--       13 work channel         14 due signal         15 number of outcomes, then for each: field, outcome
--       then the number of candidates, then for each: id, channel, cancel signal
--       and at last the layout as it is known; '' on a cluster
-- Returns {0 created, now}
--         {3 replaced, now, how many of those were queued and ended, id...}   go on with these scans in replace.lua
--         {1 joined | 2 reused, now, head}       an existing scan
--         {4 id conflict} {5 owner's limit}
--         {7, id...}                             declare these scans as candidates and call again; nothing was changed
--         {8, now, head, 0 | 3, claimed}         this very call has stored it before; of one that replaces, go on in replace.lua
--         {9}                                    the store is laid out in another way by now; nothing was changed
local CREATED, JOINED, REUSED, REPLACED, CONFLICT, LIMIT, AGAIN, REPEATED, RELAID = 0, 1, 2, 3, 4, 5, 7, 8, 9
if ARGV[#ARGV] ~= '' and layout_of(KEYS[#KEYS]) ~= ARGV[#ARGV] then return { RELAID } end
local now = clock()
local stamp = text(now)
local mode, partial, fact = tonumber(string.sub(ARGV[2], 1, 1)), string.sub(ARGV[2], 2) == 'p', facts(ARGV[9])
local last_outcome = 15 + 2 * tonumber(ARGV[15])

local same = CALL('HMGET', KEYS[HEAD], 'c', 'st', 'n', 'rt', 'wk', 'fm')
local format = is_newer(same[6])
if format then return refuse_newer(format) end
if same[1] then
  if facts(same[1]).request ~= fact.request then return { CONFLICT } end
  local nonce, disposition = string.match(same[3] or '', '^(%S+) (%d)$')
  if nonce == ARGV[1] then
    local claimed = ARGV[5] == '1' and same[4] == ARGV[7] and same[5] and tonumber(same[2]) == RUNNING
    return { REPEATED, stamp, CALL('HGETALL', KEYS[HEAD]), tonumber(disposition), claimed and 1 or 0 }
  end
  return { tonumber(same[2]) >= COMPLETED and REUSED or JOINED, stamp, CALL('HGETALL', KEYS[HEAD]) }
end
if CALL('EXISTS', KEYS[GONE]) == 1 then return { CONFLICT } end

local declared, next_argument = {}, last_outcome + 2
for i = 1, tonumber(ARGV[last_outcome + 1]) do
  declared[ARGV[next_argument]] = {
    keys = { KEYS[RANKED - 1 + 2 * i], nil, KEYS[RANKED + 2 * i], KEYS[DUE], KEYS[OWNER], KEYS[ACTIVE], KEYS[REQUESTS], KEYS[WAITING], KEYS[TURNS] },
    channel = ARGV[next_argument + 1], signal = ARGV[next_argument + 2],
  }
  next_argument = next_argument + 3
end

local scans = mode == 2 and {} or read_request(KEYS[REQUESTS], fact.request)

local function is_to_reuse(s)
  return (s.kind == 'c' or s.kind == 'p' and partial) and s.expiry > now and now - s.ended <= tonumber(ARGV[3])
end

local function preferred()
  local best
  if mode == 1 then
    for _, s in ipairs(scans) do
      if is_to_reuse(s) and (not best or s.ended > best.ended) then best = s end
    end
  end
  if not best and mode <= 1 then
    for _, s in ipairs(scans) do
      if s.kind == 'u' and (not best or s.created > best.created) then best = s end
    end
  end
  return best
end

-- What the request's record points to may have been lost; the heads are the truth.
local lost = {}
local best = preferred()
while best do
  local known = declared[best.id]
  if not known then return { AGAIN, best.id } end
  format = newer(known.keys[HEAD])
  if format then return refuse_newer(format) end
  local head = is_of(known.keys[HEAD], fact.request) and CALL('HGETALL', known.keys[HEAD])
  if not head then
    forget(scans, best.id)
    lost[best.id] = gone(best.id)
  elseif best.kind == 'c' and not is_whole(known.keys[HEAD], facts(CALL('HGET', known.keys[HEAD], 'c'))) then
    best.kind = 'p' -- noted as completed before the two were told apart
    if partial then return { REUSED, stamp, head } end
  else
    return { is_completed(best) and REUSED or JOINED, stamp, head }
  end
  best = preferred()
end

-- Of the scans to be replaced those that were declared are asked to stop in this step. There may be many: the rest follows in steps of its own,
-- once this scan is there.
local replaced, rest = false, {}
if mode == 3 then
  for _, s in ipairs(scans) do
    if s.kind == 'u' or s.kind == 'x' then
      if not declared[s.id] then rest[#rest + 1] = s
      elseif is_of(declared[s.id].keys[HEAD], fact.request) then
        format = newer(declared[s.id].keys[HEAD])
        if format then return refuse_newer(format) end
        replaced = true
      end
    end
  end
  if #rest > 0 and not replaced then return { AGAIN, unpack(ids(rest)) } end -- none yet that is known to be there
end

CALL('ZREMRANGEBYSCORE', KEYS[ACTIVE], '-inf', stamp)
local active = CALL('ZCARD', KEYS[ACTIVE])
for _, s in ipairs(mode == 3 and scans or {}) do
  if active < tonumber(ARGV[4]) then break end
  if s.kind == 'u' and CALL('ZSCORE', KEYS[ACTIVE], s.id) then active = active - 1 end -- it makes room
end
if active >= tonumber(ARGV[4]) then return { LIMIT } end

-- From here on nothing is refused any more.
append_request(KEYS[REQUESTS], fact.request, { id = fact.id, kind = 'u', created = now, ended = 0, expiry = 0 })
if next(lost) then note_request(KEYS[REQUESTS], fact.request, lost, now) end
local ended = mode == 3 and replace(declared, KEYS[REQUESTS], fact.request, ARGV[12], ARGV[13], now) or 0

local disposition = replaced and REPLACED or CREATED
local claimed = ARGV[5] == '1'
local due = claimed and text(now + ARGV[8]) or stamp
CALL('UNLINK', KEYS[FOUND], KEYS[RANKED])
CALL('HSET', KEYS[HEAD], 'fm', FORMAT, 'c', ARGV[9], 'p', ARGV[10], 'i', ARGV[11], 'n', ARGV[1] .. ' ' .. disposition, 'cr', stamp, 'du', due,
  'la', '0', 'sq', '0', 'op', ARGV[15], 'su', '0', 'fo', '0', 'nf', '0')
if claimed then
  CALL('HSET', KEYS[HEAD], 'st', '1', 'v', '2', 'at', '1', 'bg', '0', 'wk', ARGV[6], 'rt', ARGV[7], 'sa', stamp)
else
  CALL('HSET', KEYS[HEAD], 'st', '0', 'v', '1', 'at', '0')
end
for first = 16, last_outcome, 1000 do
  CALL('HSET', KEYS[HEAD], unpack(ARGV, first, math.min(first + 999, last_outcome)))
end
CALL('PEXPIRE', KEYS[HEAD], text(fact.bound))
prune(KEYS, fact.bound, now)
CALL('HINCRBY', KEYS[REQUESTS], '#', 1)
if claimed then
  CALL('ZADD', KEYS[DUE], due, fact.member)
else
  enter_line(KEYS, fact, next_turn(KEYS), needs_of(KEYS), now + fact.queue + 1, now)
end
CALL('ZADD', KEYS[OWNER], stamp, fact.id .. ' ' .. fact.request)
CALL('ZADD', KEYS[ACTIVE], text(now + 1000 * fact.bound), fact.id)
for _, key in ipairs({ DUE, OWNER, ACTIVE, REQUESTS }) do keep(KEYS[key], fact.bound) end
if not claimed then CALL('PUBLISH', ARGV[13], ARGV[14]) end
return { disposition, stamp, ended, unpack(ids(rest)) }
