-- Buckets of a site that were counted otherwise than it counts now: those with facts by another list, and those whose
-- views were counted by another rule. Each rule holds from a time on; the first one from the beginning.
SELECT toUnixTimestamp(start) AS bucket_s, sum(stored) AS events
FROM bucket_folds
WHERE site = {site:String} AND stored > 0
GROUP BY start
HAVING countIf(facts > 0 AND list != {list:String}) > 0
    OR countIf(rule != {rules:Array(String)}[arrayCount(since -> since <= toUnixTimestamp(start), {since:Array(UInt32)})]) > 0
