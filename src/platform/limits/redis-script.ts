import { SLICES } from './sliding-count.ts';

/**
 * The same counting as in memory, for several quotas of one subject at once and by the clock of Redis, so that the
 * nodes need not agree on the time. One hash for each quota: slice of time to count.
 *
 * KEYS: one for each quota. ARGV: limit and length of a slice in milliseconds for each.
 * Gives: 1 or 0 for passed or refused, then for each quota what is used and the milliseconds until some comes back.
 */
export const takeScript = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local allowed = 1
local quotas = {}
for i, key in ipairs(KEYS) do
  local quota = { limit = tonumber(ARGV[2 * i - 1]), slice = tonumber(ARGV[2 * i]), counts = {}, total = 0, gone = {} }
  quota.current = math.floor(now / quota.slice)
  local stored = redis.call('HGETALL', key)
  for j = 1, #stored, 2 do
    local slice = tonumber(stored[j])
    if slice < quota.current - ${SLICES} then
      quota.gone[#quota.gone + 1] = stored[j]
    else
      local count = tonumber(stored[j + 1])
      quota.counts[slice] = count
      quota.total = quota.total + count
    end
  end
  if quota.total >= quota.limit then allowed = 0 end
  quotas[i] = quota
end
local answer = { allowed }
for i, key in ipairs(KEYS) do
  local quota = quotas[i]
  if allowed == 1 then
    if #quota.gone > 0 then redis.call('HDEL', key, unpack(quota.gone)) end
    redis.call('HINCRBY', key, string.format('%d', quota.current), 1)
    redis.call('PEXPIRE', key, string.format('%d', quota.slice * ${SLICES + 1}))
    quota.counts[quota.current] = (quota.counts[quota.current] or 0) + 1
    quota.total = quota.total + 1
  end
  local below = math.min(quota.limit, quota.total)
  local left = quota.total
  local slice = quota.current - ${SLICES}
  while slice <= quota.current and left >= below do
    left = left - (quota.counts[slice] or 0)
    slice = slice + 1
  end
  answer[#answer + 1] = quota.total
  answer[#answer + 1] = math.max(0, (slice + ${SLICES}) * quota.slice - now)
end
return answer
`;
