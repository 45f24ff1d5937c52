-- Writes a running scan again that was lost, or of which the store has an older state. The rule is Restores.Apply.
-- KEYS  1..10; then the staged opportunities, if there are any
-- ARGV  1 facts   2 lease   3 channel   4 attempt   5 run token   6 incarnation   7 version   8 sequence   9 created
--       10 asked to stop at ('' not)   11 number of opportunities   12 how many of them are staged: all or none
--       13 number of further fields of the head, then name and value of each; then the opportunities that are not staged
-- Returns {status, version, asked to stop?}
local fact, attempt, version, sequence = facts(ARGV[1]), tonumber(ARGV[4]), tonumber(ARGV[7]), tonumber(ARGV[8])
local there = CALL('HMGET', KEYS[HEAD], 'c', 'st', 'at', 'v', 'cq', 'wk', 'sq', 'rt', 'i', 'n')
local asked = ARGV[10] ~= '' and ARGV[10]

local function is_ahead()
  if attempt ~= tonumber(there[3]) then return attempt > tonumber(there[3]) end
  if there[8] == ARGV[5] and sequence ~= tonumber(there[7]) then return sequence > tonumber(there[7]) end
  return version > tonumber(there[4])
end

if there[1] then
  if newer(KEYS[HEAD]) then return answer(FENCED, there) end
  if (there[9] or ARGV[6]) ~= ARGV[6] or tonumber(there[2]) >= COMPLETED then return answer(FENCED, there) end
  -- The same wish sent again, because its answer was lost, is granted again.
  local same = is_run(there, attempt, ARGV[5]) and there[6]
  if same and sequence == tonumber(there[7]) and tonumber(there[4]) >= version then return answer(ACCEPTED, there) end
  if not is_ahead() then return answer(FENCED, there) end
  version = math.max(version, tonumber(there[4]) + 1)
  asked = asked or there[5]
elseif CALL('EXISTS', KEYS[GONE]) == 1 then
  return { FENCED, 0, 0 }
end

local staged = tonumber(ARGV[12])
if staged > 0 and CALL('LLEN', KEYS[11]) ~= staged then return { UNSTAGED, 0, 0 } end
if there[1] then
  leave_line(KEYS)
  CALL('DEL', KEYS[HEAD])
end
local now = clock()
local lease_end = text(now + tonumber(ARGV[2]))
CALL('HSET', KEYS[HEAD], 'fm', FORMAT, 'c', ARGV[1], 'st', RUNNING, 'at', ARGV[4], 'rt', ARGV[5], 'i', ARGV[6], 'v', text(version), 'sq', ARGV[8],
  'bg', '1', 'cr', ARGV[9], 'du', lease_end, 'nf', ARGV[11])
if asked then CALL('HSET', KEYS[HEAD], 'cq', asked) end
if there[10] then CALL('HSET', KEYS[HEAD], 'n', there[10]) end
local last = 13 + 2 * tonumber(ARGV[13])
for i = 14, last, 2 do CALL('HSET', KEYS[HEAD], ARGV[i], ARGV[i + 1]) end
CALL('UNLINK', KEYS[FOUND])
if staged > 0 then CALL('RENAME', KEYS[11], KEYS[FOUND]) else append(KEYS[FOUND], last + 1, #ARGV) end

local created = tonumber(ARGV[9])
CALL('ZADD', KEYS[DUE], lease_end, fact.member)
-- Where only the scan was lost and not what points to it, the owner has it already.
if CALL('ZADD', KEYS[OWNER], text(created), fact.id .. ' ' .. fact.request) == 1 then CALL('HINCRBY', KEYS[REQUESTS], '#', 1) end
if asked then CALL('ZREM', KEYS[ACTIVE], fact.id) else CALL('ZADD', KEYS[ACTIVE], text(now + 1000 * fact.bound), fact.id) end
note(KEYS[REQUESTS], fact.request, { id = fact.id, kind = asked and 'x' or 'u', created = created, ended = 0, expiry = 0 }, now)
for _, key in ipairs({ HEAD, FOUND, DUE, OWNER, ACTIVE, REQUESTS }) do keep(KEYS[key], fact.bound) end
CALL('PUBLISH', ARGV[3], '')
return { ACCEPTED, version, asked and 1 or 0 }
