-- Gives a scan back: due at once, no attempt counted.
-- KEYS  1..10
-- ARGV  1 attempt   2 run token   3 channel   4 work channel   5 due signal
-- Returns {status, version, asked to stop?}
local verdict, head = admit(KEYS, ARGV[1], ARGV[2])
local released_before = verdict == 0 and tonumber(head[2]) == RUNNING and not head[6] and is_run(head, ARGV[1], ARGV[2])
if released_before then return answer(ACCEPTED, head) end
if verdict < 1 then return refuse(verdict, head) end
local fact, now = facts(head[1]), clock()
head[4] = CALL('HINCRBY', KEYS[HEAD], 'v', 1)
CALL('HSET', KEYS[HEAD], 'du', text(now))
CALL('HDEL', KEYS[HEAD], 'wk')
reopen(KEYS[HEAD], fact.strategies)
local over = head[5] and now or tonumber(CALL('HGET', KEYS[HEAD], 'sa')) + deadline_of(KEYS, fact)
leave_line(KEYS)
enter_line(KEYS, fact, now - BEGUN, needs_of(KEYS), over, now)
keep_alive(KEYS, fact.bound)
CALL('PUBLISH', ARGV[3], '')
CALL('PUBLISH', ARGV[4], ARGV[5])
return answer(ACCEPTED, head)
