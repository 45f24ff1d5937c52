-- Whether there was a scan whose retention has ended.
-- KEYS  1 head   2 gone   3 config, unless on a cluster
-- ARGV  1 layout as it is known; '' on a cluster
-- Returns 1 or 0; -1 when the store is laid out in another way by now, so that nobody can tell
if ARGV[1] ~= '' and layout_of(KEYS[3]) ~= ARGV[1] then return -1 end
return CALL('EXISTS', KEYS[1]) == 0 and CALL('EXISTS', KEYS[2]) == 1 and 1 or 0
