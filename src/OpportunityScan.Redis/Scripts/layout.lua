-- Records the layout of the store, or finds the one that others recorded before.
-- KEYS  1 config
-- ARGV  1 layout version   2 partitions   3 lifetime in milliseconds
-- Returns {layout version, partitions}; an earlier layout that is read here becomes this one, for processes that know no other must not join in
CALL('HSETNX', KEYS[1], 'layout', ARGV[1])
CALL('HSETNX', KEYS[1], 'partitions', ARGV[2])
if tonumber(CALL('HGET', KEYS[1], 'layout')) == 1 then CALL('HSET', KEYS[1], 'layout', ARGV[1]) end
CALL('PEXPIRE', KEYS[1], ARGV[3])
return CALL('HMGET', KEYS[1], 'layout', 'partitions')
