-- Totals of one measure over all windows of a calendar up to one, by region and item.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'window' AND site = {site:String} AND calendar = {calendar:String} AND start <= toDateTime({start:UInt32}, 'UTC')
    GROUP BY start
)
SELECT toUInt64({start:UInt32}) AS window, region, item, sum({column:Identifier}) AS total
FROM window_rollups
WHERE site = {site:String} AND calendar = {calendar:String} AND (start, fold) IN current
GROUP BY region, item
HAVING total > 0
ORDER BY region
