-- Records what a runner has to say.
-- KEYS  1..7
-- ARGV  1 attempt   2 sequence   3 lease   4 channel   5 estimated end ('' unknown)   6 top ('' unchanged)
--       7 end cause ('' goes on)   8 highest strategy of a chunk (-1 none)
--       9 number of changes, then for each: strategy, outcome
--       then all chunks or, at the end, all ranked pages
-- Returns {status, version, asked to stop?}
local now = clock()
local verdict, head = admit(KEYS, ARGV[1], 'cr', 'sa', 'la', 'op', 'su', 'fo')
if verdict < 0 then return refuse(verdict, head) end
local sequence, stored = tonumber(ARGV[2]), tonumber(head[7])
if verdict == 0 then
  local repeats_end = tonumber(head[2]) >= COMPLETED and tonumber(head[3]) == tonumber(ARGV[1]) and stored == sequence and stored > 0
  return answer(repeats_end and ACCEPTED or FENCED, head)
end
if sequence < 1 or sequence - 1 > stored then return answer(INVALID, head) end
if sequence <= stored then return answer(ACCEPTED, head) end

local fact = facts(head[1])
if tonumber(ARGV[8]) >= fact.strategies then return answer(INVALID, head) end

-- 'status attempt found progress strategy' and, on the next line, whatever else there is to say.
local function parse(outcome)
  local status, attempt, found, progress, strategy = string.match(outcome, '^(%-?%d+) (%-?%d+) (%-?%d+) (%S+) (%S*)')
  return tonumber(status), tonumber(attempt), tonumber(found), progress == '-' and 0 or tonumber(progress), strategy
end

local last = 9 + 2 * tonumber(ARGV[9])
local names = {}
for i = 10, last, 2 do names[#names + 1] = 's' .. ARGV[i] end
local changes, highest_attempt = {}, tonumber(head[3])
for i, before in ipairs(read(KEYS[HEAD], names)) do
  if not before then return answer(INVALID, head) end
  local outcome = ARGV[9 + 2 * i]
  local was_status, was_attempt, was_found, was_progress, was_strategy = parse(before)
  local status, attempt, found, progress, strategy = parse(outcome)
  local rises = status >= was_status and found >= was_found and attempt >= was_attempt and progress >= was_progress
  local in_range = status <= 6 and attempt <= highest_attempt and progress <= 1
  if strategy ~= was_strategy or was_status >= 2 or not (rises and in_range) then return answer(INVALID, head) end
  changes[names[i]] = { status = status, found = found - was_found, outcome = outcome }
end

local open, succeeded, found = tonumber(head[11]), tonumber(head[12]), tonumber(head[13])
for _, change in pairs(changes) do
  if change.status >= 2 then open = open - 1 end
  if change.status == 2 then succeeded = succeeded + 1 end
  found = found + change.found
end

local cause = tonumber(ARGV[7])
local created, started = tonumber(head[8]), tonumber(head[9])
if cause then
  local holds = open == 0
  if cause == 2 then holds = holds and head[5] end
  if cause == 3 then holds = holds and tonumber(head[10]) >= fact.attempts end
  if cause == 4 then holds = holds and started - created > fact.queue end
  if not holds then return answer(INVALID, head) end
end

local fields = { 'v', tonumber(head[4]) + 1, 'sq', sequence, 'op', open, 'su', succeeded, 'fo', found }
for field, change in pairs(changes) do
  fields[#fields + 1] = field
  fields[#fields + 1] = change.outcome
end
if ARGV[6] ~= '' then
  fields[#fields + 1] = 'tp'
  fields[#fields + 1] = ARGV[6]
end
if ARGV[5] ~= '' then
  fields[#fields + 1] = 'et'
  fields[#fields + 1] = ARGV[5]
else
  CALL('HDEL', KEYS[HEAD], 'et')
end
local lease_end = text(now + tonumber(ARGV[3]))
if not cause then
  fields[#fields + 1] = 'du'
  fields[#fields + 1] = lease_end
end
for first = 1, #fields, 1000 do
  CALL('HSET', KEYS[HEAD], unpack(fields, first, math.min(first + 999, #fields)))
end

if cause then CALL('DEL', KEYS[FOUND]) end
for first = last + 1, #ARGV, 1000 do
  local final = math.min(first + 999, #ARGV)
  -- A list that is just born has no expiry yet.
  local born = CALL('RPUSH', KEYS[FOUND], unpack(ARGV, first, final)) == final - first + 1
  if born and not cause then CALL('PEXPIRE', KEYS[FOUND], text(2 * fact.bound)) end
end
if cause then
  local status = succeeded > 0 and COMPLETED or FAILED
  if cause == 1 or cause == 4 then status = TIMED_OUT end
  if cause == 2 or cause == 5 then status = CANCELED end
  if cause == 3 then status = FAILED end
  finish(KEYS, fact, created, status, cause, now)
else
  CALL('ZADD', KEYS[DUE], lease_end, fact.member)
  keep_alive(KEYS, fact.bound)
end
CALL('PUBLISH', ARGV[4], '')
return { ACCEPTED, tonumber(head[4]) + 1, head[5] and 1 or 0 }
