-- Takes a scan that waits: one in line for a worker that can run it, or one whose time has come for whoever comes across it. Of the
-- latter, a scan that is over is claimed in order to be ended; another one that the worker cannot run is put in line for those who can.
-- KEYS  1..10
-- ARGV  1 worker   2 run token   3 lease   4 member of due   5 channel   6 arrival in line ('' its time has come)
--       7 what the worker can run   8 work channel   9 due signal   10 spare what has lapsed? (0 or 1)
-- Returns {now, head, how many were recorded, the first of them, whether anybody can run it}; {} when it is not to be had; {its format} when it is of a later version.
local now = clock()
local head = CALL('HMGET', KEYS[HEAD], 'c', 'st', 'du', 'wk', 'sa', 'ln', 'lo', 'cq', 'cr', 'la', 'rt', 'bg', 'nf', 'fm')
local format = is_newer(head[14])
if format then return { format } end
local status, due, line = tonumber(head[2]), tonumber(head[3]), head[6]

local function granted(runnable)
  local length = CALL('LLEN', KEYS[FOUND])
  local recorded = tonumber(head[13]) or length
  if length < recorded then -- the store has dropped them
    CALL('UNLINK', KEYS[FOUND])
    CALL('HSET', KEYS[HEAD], 'nf', '0')
    recorded = 0
  end
  return { text(now), CALL('HGETALL', KEYS[HEAD]), recorded, window(KEYS[FOUND], 0, recorded - 1), runnable }
end

if head[4] and head[11] == ARGV[2] then -- this very claim was granted, and its answer was lost
  return granted(1)
end
if ARGV[6] ~= '' and ARGV[6] ~= line then
  CALL('ZREMRANGEBYSCORE', KEYS[WAITING], ARGV[6], ARGV[6]) -- it stands there no more
  return {}
end
if head[1] and not status then error('the record is damaged') end
if not status or status >= COMPLETED then
  CALL('ZREM', KEYS[DUE], ARGV[4]) -- it was lost
  if line then CALL('ZREMRANGEBYSCORE', KEYS[WAITING], line, line) end
  return {}
end
if due > now then
  CALL('ZADD', KEYS[DUE], text(due), ARGV[4])
  return {}
end

if head[4] and ARGV[10] == '1' then return {} end
local fact = facts(head[1])
local started, created = tonumber(head[5]), tonumber(head[9])
local last_call = started and started + deadline_of(KEYS, fact) or created + fact.queue + 1
local lapses = tonumber(head[10]) + (head[4] and head[12] ~= '0' and 1 or 0)
local is_over = head[8] or (started or now) - created > fact.queue or now >= last_call or lapses >= fact.attempts
if ARGV[6] == '' and not is_over then
  if line then
    CALL('ZADD', KEYS[DUE], text(last_call), ARGV[4])
    return {}
  end
  local needs = needs_of(KEYS)
  if not can_run(ARGV[7], needs) then
    enter_line(KEYS, fact, started and due - BEGUN or next_turn(KEYS), needs, last_call, now)
    CALL('PUBLISH', ARGV[8], ARGV[9])
    return {}
  end
end

-- Whether a worker was there, while it waited, that can run it.
local function is_runnable()
  local since, needs, kinds = (started and due or created) - tonumber(ARGV[3]) / 2, needs_of(KEYS), CALL('HGETALL', KEYS[TURNS])
  for i = 1, #kinds, 2 do
    local kind = string.match(kinds[i], '^k:(.*)$')
    if kind and tonumber(kinds[i + 1]) >= since and can_run(CALL('HGET', KEYS[TURNS], 't:' .. kind) or '', needs) then return true end
  end
  return can_run(ARGV[7], needs)
end

local runnable = not is_over or is_runnable()
local turn = tonumber(head[7] or 0)
if turn > tonumber(CALL('HGET', KEYS[TURNS], 'v') or 0) then CALL('HSET', KEYS[TURNS], 'v', text(turn)) end
leave_line(KEYS)
CALL('HINCRBY', KEYS[HEAD], 'v', 1)
CALL('HINCRBY', KEYS[HEAD], 'at', 1)
if head[4] and head[12] ~= '0' then CALL('HINCRBY', KEYS[HEAD], 'la', 1) end -- a run that never began has not died; the first format does not say
local lease_end = text(now + tonumber(ARGV[3]))
CALL('HSET', KEYS[HEAD], 'fm', math.max(FORMAT, tonumber(head[14] or 0)), 'st', RUNNING, 'sq', 0, 'bg', '0', 'wk', ARGV[1], 'rt', ARGV[2],
  'sa', head[5] or text(now), 'du', lease_end)
reopen(KEYS[HEAD], fact.strategies)
CALL('ZADD', KEYS[DUE], lease_end, fact.member)
keep_alive(KEYS, fact.bound)
CALL('PUBLISH', ARGV[5], '')
return granted(runnable and 1 or 0)
