-- What a run may write, and how it is answered.

-- Whether it is the scan's last run that speaks.
local function is_run(head, attempt, token)
  return tonumber(head[3]) == tonumber(attempt) and head[8] == token
end

-- Whether this run may write: 1 yes, 0 it is superseded, -1 there is no such scan any more, -2 it was lost, or the claim of this run was.
-- Second result: the fields asked for, after those that are read anyway.
local function admit(keys, attempt, token, ...)
  local head = CALL('HMGET', keys[HEAD], 'c', 'st', 'at', 'v', 'cq', 'wk', 'sq', 'rt', 'fm', ...)
  if not head[1] then return CALL('EXISTS', keys[GONE]) == 1 and -1 or -2, head end
  if is_newer(head[9]) then return 0, head end -- whoever wrote it has superseded this run
  if tonumber(head[2]) == RUNNING and head[6] and is_run(head, attempt, token) then return 1, head end
  return tonumber(head[2]) < COMPLETED and tonumber(attempt) > tonumber(head[3]) and -2 or 0, head
end

-- The answer to a runner's write: status, version, whether it was asked to stop.
local ACCEPTED, FENCED, MISSING, INVALID, UNSTAGED = 0, 1, 2, 4, 5
local function answer(status, head)
  return { status, tonumber(head[4] or 0), head[5] and 1 or 0 }
end

local function refuse(verdict, head)
  if verdict == -2 then return answer(MISSING, head) end
  if verdict == -1 then return { FENCED, 0, 0 } end
  return answer(FENCED, head)
end
