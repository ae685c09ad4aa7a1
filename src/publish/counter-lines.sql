-- Which folds the buckets of some days have now.
SELECT toUnixTimestamp(start) AS bucket_s, base, groupArray(slice) AS slices, groupArray(fold) AS numbers
FROM bucket_folds
WHERE site = {site:String} AND toStartOfDay(start) IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
GROUP BY start, base
