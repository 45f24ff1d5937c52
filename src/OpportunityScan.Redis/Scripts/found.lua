-- Reads on in what a scan has recorded.
-- KEYS  1 head   2 found
-- ARGV  1 created: of the scan that was read before   2 first   3 last
-- Returns {the opportunities, as many as one window holds: none when the store has dropped them}, or {} when it is another scan by now.
if CALL('HGET', KEYS[HEAD], 'cr') ~= ARGV[1] then return {} end
return { window(KEYS[FOUND], tonumber(ARGV[2]), tonumber(ARGV[3])) }
