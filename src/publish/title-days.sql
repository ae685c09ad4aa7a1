-- What was counted for some items in the world on each UTC day of a span.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String} AND start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY start
)
SELECT toString(toDate(day)) AS date, sum(views) AS views, sum(watched_ms) AS watched_ms
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND item IN {items:Array(String)} AND (day, fold) IN current
GROUP BY date
ORDER BY date
