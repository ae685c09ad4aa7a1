-- What was counted for each item in the world on all days but some.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String} AND start NOT IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
    GROUP BY start
)
SELECT toUInt64(0) AS part, CAST(item, 'String') AS name, sum(views), sum(watched_ms), sum(viewers), sum(sales), sum(opens)
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND (day, fold) IN current
GROUP BY name
