-- Records what a runner has to say.
-- KEYS  1..10; then the staged ranking, if there is one
-- ARGV  1 attempt   2 run token   3 sequence   4 lease   5 channel   6 estimated end, and the latest one if known ('' unknown)   7 top ('' unchanged)
--       8 end cause ('' goes on)   9 highest strategy of a chunk (-1 none)
--       10 number of changes, then the field of each, then the outcome of each
--       then number of opportunities, number of ranked results, highest place among them (-1 none), number of staged pages of the ranking;
--       then the opportunities and the pages that are not staged
-- Returns {status, version, asked to stop?}
local now = clock()
local verdict, head = admit(KEYS, ARGV[1], ARGV[2], 'cr', 'sa', 'la', 'op', 'su', 'fo', 'nf', 'ln', 'na')
if verdict < 0 then return refuse(verdict, head) end
local sequence, stored = tonumber(ARGV[3]), tonumber(head[7])
if verdict == 0 then
  local repeats_end = tonumber(head[2]) >= COMPLETED and is_run(head, ARGV[1], ARGV[2]) and stored == sequence and stored > 0
  return answer(repeats_end and ACCEPTED or FENCED, head)
end
if sequence < 1 then return answer(INVALID, head) end
if sequence - 1 > stored then return answer(MISSING, head) end -- what this run had committed was lost
if sequence <= stored then return answer(ACCEPTED, head) end

local fact = facts(head[1])
if tonumber(ARGV[9]) >= fact.strategies then return answer(INVALID, head) end

-- 'status attempt found progress strategy', then ' rejected merged' unless both are 0, and on the next line whatever else there is to say.
-- No match for what could not be stored.
local OUTCOME = '^(%d) (%d+) (%d+) (%S+) (%S*)([^\n]*)'
local UNSETTLED, SUCCEEDED, NOT_APPLICABLE, HIGHEST_STATUS = { ['0'] = true, ['1'] = true }, '2', '7', 7

local function rises(was, is, most)
  local number = is == '-' and 0 or tonumber(is)
  return number >= (was == '-' and 0 or tonumber(was)) and number <= most
end

local function counts(said)
  if said == '' then return 0, 0 end
  local rejected, merged = string.match(said, '^ (%d+) (%d+)$')
  return tonumber(rejected), tonumber(merged)
end

-- Whether no count that a strategy had goes back, nor is unreadable.
local function counts_rise(was, is)
  if was == is and is == '' then return true end
  local was_rejected, was_merged = counts(was)
  local rejected, merged = counts(is)
  return rejected and was_rejected and rejected >= was_rejected and merged >= was_merged
end

local count = tonumber(ARGV[10])
local last = 10 + 2 * count
local new, ranked, highest, staged = tonumber(ARGV[last + 1]), tonumber(ARGV[last + 2]), tonumber(ARGV[last + 3]), tonumber(ARGV[last + 4])
last = last + 4
local names = {}
for i = 1, count do names[i] = ARGV[10 + i] end
local changes, highest_attempt = {}, tonumber(head[3]) -- of a strategy that is named twice the last one counts
for i, before in ipairs(read(KEYS[HEAD], names)) do
  if not before then return answer(INVALID, head) end
  local was_status, was_attempt, was_found, was_progress, was_strategy, was_counts = string.match(before, OUTCOME)
  local status, attempt, found, progress, strategy, said = string.match(ARGV[10 + count + i], OUTCOME)
  if strategy ~= was_strategy or not UNSETTLED[was_status] then return answer(INVALID, head) end
  if not counts_rise(was_counts, said) then return answer(INVALID, head) end
  local goes_on = (status == was_status or rises(was_status, status, HIGHEST_STATUS))
    and (attempt == was_attempt or rises(was_attempt, attempt, highest_attempt))
    and (found == was_found or rises(was_found, found, math.huge))
    and (progress == was_progress or rises(was_progress, progress, 1))
  if not goes_on then return answer(INVALID, head) end
  changes[names[i]] = { status = status, found = found == was_found and 0 or found - was_found, outcome = ARGV[10 + count + i] }
end

local open, succeeded, found = tonumber(head[13]), tonumber(head[14]), tonumber(head[15])
local had_not_applicable = tonumber(head[18] or 0)
local not_applicable = had_not_applicable
for _, change in pairs(changes) do
  if not UNSETTLED[change.status] then open = open - 1 end
  if change.status == SUCCEEDED then succeeded = succeeded + 1 end
  if change.status == NOT_APPLICABLE then not_applicable = not_applicable + 1 end
  found = found + change.found
end

local cause = tonumber(ARGV[8])
local created, started = tonumber(head[10]), tonumber(head[11])
if cause then
  local holds = open == 0
  if cause == 2 then holds = holds and head[5] end
  if cause == 3 then holds = holds and tonumber(head[12]) >= fact.attempts end
  if cause == 4 then holds = holds and started - created > fact.queue end
  if cause == 6 then holds = holds and (started - created > fact.queue or started + deadline_of(KEYS, fact) <= now) end
  if not holds then return answer(INVALID, head) end
end

local recorded = tonumber(head[16])
if not recorded or CALL('LLEN', KEYS[FOUND]) < recorded then return answer(MISSING, head) end -- the store has dropped what was found
if highest >= recorded + new then return answer(INVALID, head) end
if staged > 0 and CALL('LLEN', KEYS[11]) ~= staged then return answer(UNSTAGED, head) end

local fields = { 'nf', text(recorded + new), 'v', text(head[4] + 1), 'bg', '1', 'sq', ARGV[3], 'op', text(open), 'su', text(succeeded), 'fo', text(found) }
for field, change in pairs(changes) do
  fields[#fields + 1] = field
  fields[#fields + 1] = change.outcome
end
if not_applicable > had_not_applicable then
  for _, part in ipairs({ 'na', text(not_applicable), 'fm', FORMAT_NOT_APPLICABLE }) do fields[#fields + 1] = part end
end
if ARGV[7] ~= '' then
  fields[#fields + 1] = 'tp'
  fields[#fields + 1] = ARGV[7]
end
local estimated, latest = string.match(ARGV[6], '^(%d+) ?(%d*)$')
if estimated then
  fields[#fields + 1] = 'et'
  fields[#fields + 1] = estimated
else
  CALL('HDEL', KEYS[HEAD], 'et')
end
if latest and latest ~= '' then
  fields[#fields + 1] = 'e9'
  fields[#fields + 1] = latest
else
  CALL('HDEL', KEYS[HEAD], 'e9')
end
local lease_end = text(now + tonumber(ARGV[4]))
if not cause then
  fields[#fields + 1] = 'du'
  fields[#fields + 1] = lease_end
end
for first = 1, #fields, 1000 do
  CALL('HSET', KEYS[HEAD], unpack(fields, first, math.min(first + 999, #fields)))
end

append(KEYS[FOUND], last + 1, last + new)
if new > 0 and recorded == 0 then CALL('PEXPIRE', KEYS[FOUND], text(2 * fact.bound)) end -- a list that is just born has no expiry yet
if cause then
  CALL('HSET', KEYS[HEAD], 'nr', text(ranked))
  if staged > 0 then CALL('RENAME', KEYS[11], KEYS[RANKED]) else append(KEYS[RANKED], last + new + 1, #ARGV) end
  local status = (succeeded > 0 or not_applicable == fact.strategies) and COMPLETED or FAILED
  if cause == 1 or cause == 4 or cause == 6 then status = TIMED_OUT end
  if cause == 2 or cause == 5 then status = CANCELED end
  if cause == 3 then status = FAILED end
  finish(KEYS, fact, created, status, cause, now)
else
  if head[17] then leave_line(KEYS) end -- nobody has taken it over meanwhile
  CALL('ZADD', KEYS[DUE], lease_end, fact.member)
  keep_alive(KEYS, fact.bound)
end
CALL('PUBLISH', ARGV[5], '')
return { ACCEPTED, tonumber(head[4]) + 1, head[5] and 1 or 0 }
