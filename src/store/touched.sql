-- The buckets that the events of a chunk fall into, and the slices of them.
SELECT
    site,
    toUnixTimestamp64Milli(toDateTime64(bucket, 3, 'UTC')) AS bucket,
    count() AS events,
    countIf(kind IN ('item', 'chart', 'counting', 'merge')) AS entries,
    groupUniqArray(intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32})) AS slices
FROM events
WHERE log = {log:String} AND segment = {segment:UInt32} AND offset >= {from:UInt32} AND offset < {to:UInt32}
GROUP BY site, bucket
ORDER BY site, bucket
