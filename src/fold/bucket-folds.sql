-- How some buckets are folded now: in slices of how many seconds, since which fold, how many events they had, and in
-- which slices.
SELECT toUnixTimestamp(start) AS bucket_s, max(slice_s) AS slice_s, max(base) AS base, sum(stored) AS events, groupArrayIf(slice, stored > 0) AS held
FROM bucket_folds
WHERE site = {site:String} AND start IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
GROUP BY start
