-- The books of buckets, first look: where counted + late = stored, no identity stands there twice. And which folds they
-- need. A late event's identity is of its own making, so none is both.
SELECT
    toUnixTimestamp(bucket) AS bucket_s,
    count() AS stored,
    uniqExactIf((at, id), kind != 'late') AS counted,
    uniqExactIf((at, id), kind = 'late') AS late,
    countIf(kind IN ('item', 'chart')) AS entries,
    countIf(kind = 'charted') AS ranks
FROM events
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
GROUP BY bucket
