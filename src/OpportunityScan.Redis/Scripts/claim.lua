-- Takes a scan if it is due.
-- KEYS  1..7
-- ARGV  1 worker   2 run token   3 lease   4 member of due   5 channel   6 spare what has lapsed? (0 or 1)
-- Returns {now, head, chunks}, or {} when it is not to be had.
local now = clock()
local head = CALL('HMGET', KEYS[HEAD], 'c', 'st', 'du', 'wk', 'sa', 'rt', 'bg')
local status, due = tonumber(head[2]), tonumber(head[3])
if not status or status >= COMPLETED then
  CALL('ZREM', KEYS[DUE], ARGV[4]) -- it was lost
  return {}
end
if head[4] and head[6] == ARGV[2] then -- this very claim was granted, and its answer was lost
  return { text(now), CALL('HGETALL', KEYS[HEAD]), CALL('LRANGE', KEYS[FOUND], 0, -1) }
end
if due > now then
  CALL('ZADD', KEYS[DUE], text(due), ARGV[4])
  return {}
end

if head[4] and ARGV[6] == '1' then return {} end
local fact = facts(head[1])
CALL('HINCRBY', KEYS[HEAD], 'v', 1)
CALL('HINCRBY', KEYS[HEAD], 'at', 1)
if head[4] and head[7] == '1' then CALL('HINCRBY', KEYS[HEAD], 'la', 1) end -- a run that never began has not died
local lease_end = text(now + tonumber(ARGV[3]))
CALL('HSET', KEYS[HEAD], 'st', RUNNING, 'sq', 0, 'bg', '0', 'wk', ARGV[1], 'rt', ARGV[2], 'sa', head[5] or text(now), 'du', lease_end)
reopen(KEYS[HEAD], fact.strategies)
CALL('ZADD', KEYS[DUE], lease_end, fact.member)
keep_alive(KEYS, fact.bound)
CALL('PUBLISH', ARGV[5], '')
return { text(now), CALL('HGETALL', KEYS[HEAD]), CALL('LRANGE', KEYS[FOUND], 0, -1) }
