-- Renews the lease of a runner that has nothing to say. No new version: nothing that a reader sees has changed.
-- KEYS  1..10
-- ARGV  1 attempt   2 run token   3 lease
-- Returns {status, version, asked to stop?}
local verdict, head = admit(KEYS, ARGV[1], ARGV[2])
if verdict < 1 then return refuse(verdict, head) end
local fact, lease_end = facts(head[1]), text(clock() + tonumber(ARGV[3]))
CALL('HSET', KEYS[HEAD], 'du', lease_end, 'bg', '1')
leave_line(KEYS) -- nobody has taken it over meanwhile
CALL('ZADD', KEYS[DUE], lease_end, fact.member)
keep_alive(KEYS, fact.bound)
return answer(ACCEPTED, head)
