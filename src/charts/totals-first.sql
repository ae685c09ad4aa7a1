-- Totals of one measure over each item's own first days, by region: `days` whole UTC days from the one in `since`, cut
-- at the end of the window in which the chart is issued.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String} AND start < toDateTime({end:UInt32}, 'UTC')
    GROUP BY start
)
SELECT toUInt64({start:UInt32}) AS window, groupArray(region)::Array(LowCardinality(String)), groupArray(toUInt64(0)), groupArray(listed)::Array(Array(LowCardinality(String))), groupArray(counted)
FROM
(
    SELECT region, groupArray(item) AS listed, groupArray(total) AS counted
    FROM
    (
        SELECT region, item, sum(amount) AS total
        FROM
        (
            SELECT
                region,
                item,
                {column:Identifier} AS amount,
                toUnixTimestamp(day) AS day_s,
                transform(toString(item), {items:Array(String)}, {since:Array(UInt32)}, toUInt32(4294967295)) AS first_s
            FROM day_rollups
            WHERE site = {site:String} AND (day, fold) IN current AND (region = 'world' OR {countries:Bool})
        )
        WHERE day_s >= first_s AND day_s < toUInt64(first_s) + 86400 * {days:UInt32}
        GROUP BY region, item
    )
    GROUP BY region
)
HAVING count() > 0
