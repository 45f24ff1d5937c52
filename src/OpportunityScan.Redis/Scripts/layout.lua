-- Records the layout of the store, or finds the one that others recorded before.
-- KEYS  1 config
-- ARGV  1 layout version   2 partitions   3 lifetime in milliseconds   4 what to call the store if it has no name yet
-- Returns {layout version, partitions, name of the store, now}; an earlier layout that is read here becomes this one, for processes that know no
--         other must not join in
CALL('HSETNX', KEYS[1], 'layout', ARGV[1])
CALL('HSETNX', KEYS[1], 'partitions', ARGV[2])
CALL('HSETNX', KEYS[1], 'store', ARGV[4])
if tonumber(CALL('HGET', KEYS[1], 'layout')) == 1 then CALL('HSET', KEYS[1], 'layout', ARGV[1]) end
CALL('PEXPIRE', KEYS[1], ARGV[3])
local layout = CALL('HMGET', KEYS[1], 'layout', 'partitions', 'store')
layout[4] = text(clock())
return layout
