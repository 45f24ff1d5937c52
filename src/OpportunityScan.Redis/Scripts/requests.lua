-- A request's record, which its single flight and its reuse go by.

-- The scans of a request that may still be asked for: 'id,kind,created,ended,expiry' and ';' between them.
-- Kinds: u unfinished, x unfinished and asked to stop, c completed, p completed in part (a strategy did not succeed),
-- t terminal in another way.
-- There may be thousands of unfinished ones, so of those no more is read than is asked for, and what did not change is written as it was.
local function read_request(key, request)
  local scans = {}
  local packed = CALL('HGET', key, request)
  if packed then
    for whole, id, kind, created, ended, expiry in string.gmatch(packed, '(([^,;]+),(%a),(%d+),(%d+),(%d+))') do
      local scan = { id = id, kind = kind, created = tonumber(created), whole = whole }
      if kind ~= 'u' then scan.ended, scan.expiry = tonumber(ended), tonumber(expiry) end
      scans[#scans + 1] = scan
    end
  end
  return scans
end

local function pack(scan)
  return scan.whole or table.concat({ scan.id, scan.kind, text(scan.created), text(scan.ended), text(scan.expiry) }, ',')
end

local function write_request(key, request, scans)
  if #scans == 0 then
    CALL('HDEL', key, request)
    return
  end
  local packed = {}
  for i, s in ipairs(scans) do packed[i] = pack(s) end
  CALL('HSET', key, request, table.concat(packed, ';'))
end

local function append_request(key, request, scan)
  local packed = CALL('HGET', key, request)
  CALL('HSET', key, request, packed and packed .. ';' .. pack(scan) or pack(scan))
end

local function forget(scans, id)
  for i = #scans, 1, -1 do
    if scans[i].id == id then table.remove(scans, i) end
  end
end

local function is_completed(scan) return scan.kind == 'c' or scan.kind == 'p' end
local function is_terminal(scan) return is_completed(scan) or scan.kind == 't' end

-- A terminal scan is needed no more when another one is preferred to it in every way and outlives it.
local function is_outdone(scan, scans)
  local by_creation, by_end = false, not is_completed(scan)
  for _, other in ipairs(scans) do
    if other.id ~= scan.id and is_terminal(other) and other.expiry >= scan.expiry then
      if other.created > scan.created then by_creation = true end
      if is_completed(other) and (other.kind == 'c' or scan.kind == 'p') and other.ended > scan.ended then by_end = true end
    end
  end
  return by_creation and by_end
end

-- Notes what became of scans in their request's record, and drops what is needed no more. Returns what is left.
local function note_request(key, request, noted, now)
  local scans = {}
  for _, s in ipairs(read_request(key, request)) do
    if not noted[s.id] then scans[#scans + 1] = s end
  end
  local terminal = {}
  for _, s in pairs(noted) do scans[#scans + 1] = s end
  for _, s in ipairs(scans) do
    if is_terminal(s) then terminal[#terminal + 1] = s end
  end
  local kept = {}
  for _, s in ipairs(scans) do
    if not (is_terminal(s) and (s.expiry <= now or is_outdone(s, terminal))) then kept[#kept + 1] = s end
  end
  write_request(key, request, kept)
  return kept
end

-- What is noted of a scan that was lost: it is over, and so it is dropped.
local function gone(id)
  return { id = id, kind = 't', created = 0, ended = 0, expiry = 0 }
end

-- Notes it now, or leaves it to a caller that has more to note.
local function note(key, request, scan, now, noted)
  if noted then noted[scan.id] = scan else note_request(key, request, { [scan.id] = scan }, now) end
end
