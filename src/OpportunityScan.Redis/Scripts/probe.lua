-- Uses every command of the other scripts once, on keys that go at once, and says which of them failed.
-- KEYS  1 hash   2 list   3 sorted set   4 string
-- ARGV  1 channel   2 message
-- Returns {command, error, ...}
local failed = {}

local function use(command, ...)
  local reply = redis.pcall(command, ...)
  if type(reply) == 'table' and reply.err then
    failed[#failed + 1] = command
    failed[#failed + 1] = reply.err
  end
end

local hash, list, set, plain = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
use('TIME')
use('HSET', hash, 'a', '1')
use('PEXPIRE', hash, '60000')
use('HSETNX', hash, 'b', '1')
use('HINCRBY', hash, 'b', '1')
use('HGET', hash, 'a')
use('HMGET', hash, 'a', 'b')
use('HGETALL', hash)
use('HDEL', hash, 'a')
use('RPUSH', list, '1')
use('PEXPIREAT', list, '99999999999999')
use('PEXPIRE', list, '60000')
use('PTTL', list)
use('LRANGE', list, '0', '-1')
use('LINDEX', list, '0')
use('LLEN', list)
use('LTRIM', list, '0', '0')
use('RENAME', list, list)
use('ZADD', set, '1', 'a')
use('PEXPIRE', set, '60000')
use('ZCARD', set)
use('ZSCORE', set, 'a')
use('ZRANGE', set, '0', '-1', 'WITHSCORES')
use('ZRANGEBYSCORE', set, '-inf', '1', 'WITHSCORES', 'LIMIT', '0', '1')
use('ZREM', set, 'b')
use('ZREMRANGEBYSCORE', set, '-inf', '0')
use('SET', plain, '1', 'PX', '60000')
use('EXISTS', plain)
use('DEL', hash, set)
use('UNLINK', list, plain)
use('PUBLISH', ARGV[1], ARGV[2])
return failed
