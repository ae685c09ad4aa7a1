-- The books of buckets, first look: where counted = stored, no identity stands there twice. And which folds they need.
SELECT
    toUnixTimestamp(bucket) AS bucket_s,
    count() AS stored,
    uniqExact(at, id) AS counted,
    countIf(kind IN ('item', 'chart')) AS entries,
    countIf(kind = 'charted') AS ranks
FROM events
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
GROUP BY bucket
