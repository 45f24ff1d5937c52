-- Gives a scan back: due at once, no attempt counted.
-- KEYS  1..7
-- ARGV  1 attempt   2 run token   3 channel   4 work channel   5 due signal
-- Returns {status, version, asked to stop?}
local verdict, head = admit(KEYS, ARGV[1], ARGV[2])
local released_before = verdict == 0 and tonumber(head[2]) == RUNNING and not head[6] and is_run(head, ARGV[1], ARGV[2])
if released_before then return answer(ACCEPTED, head) end
if verdict < 1 then return refuse(verdict, head) end
local fact, now = facts(head[1]), text(clock())
head[4] = CALL('HINCRBY', KEYS[HEAD], 'v', 1)
CALL('HSET', KEYS[HEAD], 'du', now)
CALL('HDEL', KEYS[HEAD], 'wk')
reopen(KEYS[HEAD], fact.strategies)
CALL('ZADD', KEYS[DUE], now, fact.member)
keep_alive(KEYS, fact.bound)
CALL('PUBLISH', ARGV[3], '')
CALL('PUBLISH', ARGV[4], ARGV[5])
return answer(ACCEPTED, head)
