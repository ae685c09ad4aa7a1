-- What some folds of some buckets, or of slices of them, counted for each item in all countries; parts are numbered in the
-- order in which they are asked for. Viewers are known by day alone.
WITH asked AS
(
    SELECT each.1 AS number, toDateTime(each.2, 'UTC') AS bucket, each.3 AS fold
    FROM (SELECT arrayJoin(arrayZip(arrayEnumerate({buckets:Array(UInt32)}), {buckets:Array(UInt32)}, {folds:Array(UInt64)})) AS each)
)
SELECT toUInt64(number) AS part, CAST(item, 'String') AS name, sum(views), sum(watched_ms), toUInt64(0), sum(sales), sum(opens)
FROM bucket_rollups
INNER JOIN asked USING (bucket, fold)
WHERE site = {site:String} AND bucket IN (SELECT bucket FROM asked) AND fold IN {folds:Array(UInt64)}
GROUP BY part, name
