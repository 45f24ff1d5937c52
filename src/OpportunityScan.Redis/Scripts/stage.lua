-- Puts elements where only one run looks for them, until one script moves them all to where they belong.
-- KEYS  1 staged list
-- ARGV  1 how many there are before these   2 lifetime in milliseconds; then the elements
-- Returns how many there are now; -1 when some of those before are not there any more.
local length, before = CALL('LLEN', KEYS[1]), tonumber(ARGV[1])
if length < before then return -1 end
if before == 0 then CALL('UNLINK', KEYS[1]) else CALL('LTRIM', KEYS[1], 0, before - 1) end -- what was staged before its answer was lost
append(KEYS[1], 3, #ARGV)
CALL('PEXPIRE', KEYS[1], ARGV[2])
return CALL('LLEN', KEYS[1])
