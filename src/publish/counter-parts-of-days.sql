-- What was counted for each item in the world on each of some days.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String} AND start IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
    GROUP BY start
)
SELECT toUInt64(toUnixTimestamp(day)) AS part, CAST(item, 'String') AS name, views, watched_ms, viewers, sales, opens
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND (day, fold) IN current
    AND day IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
