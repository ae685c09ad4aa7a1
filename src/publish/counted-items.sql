-- Every item that was counted, the most counted first.
WITH current AS (SELECT start, max(fold) FROM folds WHERE tier = 'day' AND site = {site:String} GROUP BY start)
SELECT item
FROM day_rollups
WHERE site = {site:String} AND region = 'world' AND (day, fold) IN current
GROUP BY item
ORDER BY sum(watched_ms) DESC, sum(views) DESC, item
