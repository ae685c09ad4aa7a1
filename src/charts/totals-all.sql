-- Totals of one measure over all windows of a calendar up to one, by region and item.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'window' AND site = {site:String} AND calendar = {calendar:String} AND start <= toDateTime({start:UInt32}, 'UTC')
    GROUP BY start
)
SELECT toUInt64({start:UInt32}) AS window, groupArray(region)::Array(LowCardinality(String)), groupArray(toUInt64(0)), groupArray(listed)::Array(Array(LowCardinality(String))), groupArray(counted)
FROM
(
    SELECT region, groupArray(item) AS listed, groupArray(total) AS counted
    FROM
    (
        SELECT region, item, sum(each) AS total
        FROM window_rollups
        ARRAY JOIN regions AS region, items AS listed, totals AS counted
        ARRAY JOIN listed AS item, counted AS each
        WHERE site = {site:String} AND calendar = {calendar:String} AND measure = {measure:String} AND (start, fold) IN current
        GROUP BY region, item
    )
    GROUP BY region
)
HAVING count() > 0
