-- Totals of some items in the world over whole UTC days.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String} AND start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY start
)
SELECT sum(views) AS views, sum(watched_ms) AS watched_ms, sum(sales) AS sales, sum(opens) AS opens
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND item IN {items:Array(String)} AND (day, fold) IN current
