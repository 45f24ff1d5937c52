-- Writes a running scan again that was lost.
-- KEYS  1..7
-- ARGV  1 facts   2 lease   3 channel   4 attempt   5 run token   6 incarnation   7 version   8 sequence   9 created
--       10 asked to stop at ('' not)
--       11 number of further fields of the head, then name and value of each; then the chunks
-- Returns {status, version, asked to stop?}
local fact, asked = facts(ARGV[1]), ARGV[10] ~= ''
local there = CALL('HMGET', KEYS[HEAD], 'c', 'at', 'sq', 'v', 'cq', 'st', 'rt', 'i')
if there[1] then
  -- The same wish sent again, because its answer was lost, is granted again.
  local same = there[2] == ARGV[4] and there[7] == ARGV[5] and there[8] == ARGV[6]
  local repeated = same and there[3] == ARGV[8] and there[4] == ARGV[7] and tonumber(there[6]) == RUNNING
  return { repeated and ACCEPTED or FENCED, tonumber(there[4]), there[5] and 1 or 0 }
end
if CALL('EXISTS', KEYS[GONE]) == 1 then return { FENCED, 0, 0 } end

local now = clock()
local lease_end = text(now + tonumber(ARGV[2]))
CALL('HSET', KEYS[HEAD], 'c', ARGV[1], 'st', RUNNING, 'at', ARGV[4], 'rt', ARGV[5], 'i', ARGV[6], 'v', ARGV[7], 'sq', ARGV[8], 'cr', ARGV[9], 'du', lease_end)
if asked then CALL('HSET', KEYS[HEAD], 'cq', ARGV[10]) end
local last = 11 + 2 * tonumber(ARGV[11])
for i = 12, last, 2 do CALL('HSET', KEYS[HEAD], ARGV[i], ARGV[i + 1]) end
CALL('DEL', KEYS[FOUND])
for i = last + 1, #ARGV do CALL('RPUSH', KEYS[FOUND], ARGV[i]) end

local created = tonumber(ARGV[9])
CALL('ZADD', KEYS[DUE], lease_end, fact.member)
-- Where only the scan was lost and not what points to it, the owner has it already.
if CALL('ZADD', KEYS[OWNER], text(created), fact.id .. ' ' .. fact.request) == 1 then CALL('HINCRBY', KEYS[REQUESTS], '#', 1) end
if not asked then CALL('ZADD', KEYS[ACTIVE], text(now + 1000 * fact.bound), fact.id) end
note(KEYS[REQUESTS], fact.request, { id = fact.id, kind = asked and 'x' or 'u', created = created, ended = 0, expiry = 0 }, now)
for _, key in ipairs({ HEAD, FOUND, DUE, OWNER, ACTIVE, REQUESTS }) do keep(KEYS[key], fact.bound) end
CALL('PUBLISH', ARGV[3], '')
return { ACCEPTED, tonumber(ARGV[7]), asked and 1 or 0 }
