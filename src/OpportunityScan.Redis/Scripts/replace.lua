-- Asks scans to stop that another one has replaced, and names the next of them. Repeated until there are none.
-- KEYS  1..10 of the scan that replaces; then for each scan to stop its head and its gone.
-- ARGV  1 outcome of a skipped strategy   2 work channel
--       then for each scan to stop: id, channel, cancel signal
-- Returns {how many were queued and ended, id...}
local head = CALL('HMGET', KEYS[HEAD], 'c', 'cr')
if not head[1] then return { 0 } end -- it was lost, and with it what it replaces
local now, fact, created = clock(), facts(head[1]), tonumber(head[2])
local declared = {}
for i = 1, (#KEYS - RANKED) / 2 do
  declared[ARGV[3 * i]] = {
    keys = { KEYS[RANKED - 1 + 2 * i], nil, KEYS[RANKED + 2 * i], KEYS[DUE], KEYS[OWNER], KEYS[ACTIVE], KEYS[REQUESTS], KEYS[WAITING],
      KEYS[TURNS] },
    channel = ARGV[3 * i + 1], signal = ARGV[3 * i + 2],
  }
end
local ended, scans = replace(declared, KEYS[REQUESTS], fact.request, ARGV[1], ARGV[2], now)
local rest = {}
for _, s in ipairs(scans or read_request(KEYS[REQUESTS], fact.request)) do
  if s.kind == 'u' and s.created < created and s.id ~= fact.id then rest[#rest + 1] = s end
  if #rest == PORTION then break end
end
return { ended, unpack(ids(rest)) }
