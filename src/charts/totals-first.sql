-- Totals of one measure over each item's own first days, by region and item: `days` whole UTC days from the one in
-- `since`, cut at the end of the window in which the chart is issued.
WITH
    current AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'day' AND site = {site:String} AND start < toDateTime({end:UInt32}, 'UTC')
        GROUP BY start
    ),
    CAST(({items:Array(String)}, {since:Array(UInt32)}), 'Map(String, UInt32)') AS first_day
SELECT toUInt64({start:UInt32}) AS window, region, groupArray(item)::Array(LowCardinality(String)) AS items, groupArray(total) AS totals
FROM
(
    SELECT region, item, sum({column:Identifier}) AS total
    FROM day_rollups
    WHERE site = {site:String} AND (day, fold) IN current
        AND mapContains(first_day, toString(item))
        AND toUnixTimestamp(day) >= first_day[toString(item)]
        AND toUnixTimestamp(day) < first_day[toString(item)] + 86400 * {days:UInt32}
    GROUP BY region, item
    HAVING total > 0
)
GROUP BY region
