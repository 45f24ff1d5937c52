-- Asks a scan to stop; one that is queued ends at once.
-- KEYS  1..10
-- ARGV  1 channel   2 work channel   3 cancel signal   4 outcome of a skipped strategy
-- Returns {0 not found}, {1 requested | 2 canceled | 3 already terminal, head}
local format = newer(KEYS[HEAD])
if format then return refuse_newer(format) end
local NOT_FOUND, REQUESTED, ENDED, TERMINAL = 0, 1, 2, 3
local head = CALL('HMGET', KEYS[HEAD], 'st', 'cq')
if not head[1] then return { NOT_FOUND } end
local status = TERMINAL
if tonumber(head[1]) < COMPLETED then
  status = REQUESTED
  if not head[2] then
    if ask_to_stop(KEYS, ARGV[4], clock()) then status = ENDED end
    CALL('PUBLISH', ARGV[1], '')
    if status == REQUESTED then CALL('PUBLISH', ARGV[2], ARGV[3]) end
  end
end
return { status, CALL('HGETALL', KEYS[HEAD]) }
