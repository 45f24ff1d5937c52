-- Reads a scan together with what it has found.
-- KEYS  1 head   2 found
-- ARGV  1 first page   2 last page (before the first: none); both ignored while the scan is unfinished
-- Returns {head, chunks or pages}; {} when there is no such scan.
local head = CALL('HGETALL', KEYS[HEAD])
if #head == 0 then return {} end
if tonumber(CALL('HGET', KEYS[HEAD], 'st')) < COMPLETED then return { head, CALL('LRANGE', KEYS[FOUND], 0, -1) } end
if tonumber(ARGV[2]) < tonumber(ARGV[1]) then return { head, {} } end
return { head, CALL('LRANGE', KEYS[FOUND], ARGV[1], ARGV[2]) }
