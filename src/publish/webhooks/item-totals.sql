-- Totals of every item in the world over all days.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String}
    GROUP BY start
)
SELECT toString(item) AS item, sum(views) AS views, sum(watched_ms) AS watched_ms
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND (day, fold) IN current
GROUP BY item
HAVING views > 0 OR watched_ms > 0
ORDER BY item
