-- Reads a scan together with what it has found: as much of it as one window holds.
-- KEYS  1 head   2 found   3 ranked
-- ARGV  1 offset in the ranking   2 how many at most; both ignored while the scan is unfinished
-- Returns {head, how many there are in all, the opportunities}; {} when there is no such scan.
--         Of a scan of an earlier layout: {head, how many elements the list has, elements of the list}.
local RANKED_LIST, PAGE = 3, 100
local head = CALL('HGETALL', KEYS[HEAD])
if #head == 0 then return {} end
local facts_of = CALL('HMGET', KEYS[HEAD], 'st', 'nf', 'nr')
local status, recorded, total = tonumber(facts_of[1]), tonumber(facts_of[2]), tonumber(facts_of[3])
local offset, count = tonumber(ARGV[1]), tonumber(ARGV[2])
if not recorded then
  local length = CALL('LLEN', KEYS[FOUND])
  if status < COMPLETED then return { head, length, window(KEYS[FOUND], 0, length - 1) } end
  local first, last = math.floor(offset / PAGE), math.floor((offset + count - 1) / PAGE)
  return { head, length, count == 0 and {} or window(KEYS[FOUND], first, math.min(last, length - 1)) }
end
if status < COMPLETED then return { head, recorded, window(KEYS[FOUND], 0, recorded - 1) } end

total = total or 0 -- one that never ran
local items, bytes, page, places = {}, 0, -1, {}
local most = math.max(20, math.floor(WINDOW_HOPS / math.max(recorded, 1)))
for i = offset, math.min(offset + math.min(count, most), total) - 1 do
  if math.floor(i / PAGE) ~= page then
    page, places = math.floor(i / PAGE), {}
    for place in string.gmatch(CALL('LINDEX', KEYS[RANKED_LIST], text(page)) or '', '%d+') do places[#places + 1] = place end
  end
  local place = places[i % PAGE + 1]
  local item = place and CALL('LINDEX', KEYS[FOUND], place)
  if not item then break end -- the store has dropped it
  bytes = bytes + #item
  if #items > 0 and bytes > WINDOW_BYTES then break end
  items[#items + 1] = item
end
return { head, total, items }
