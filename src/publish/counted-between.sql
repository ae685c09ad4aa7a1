-- What was counted in the world in a span: its whole UTC days, and the quarters of an hour before (`head`) and behind them
-- (`tail`). For each item, or for some of them together.
WITH
    days AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'day' AND site = {site:String}
            AND start >= toDateTime({days_from:UInt32}, 'UTC') AND start < toDateTime({days_to:UInt32}, 'UTC')
        GROUP BY start
    ),
    buckets AS
    (
        SELECT start, fold
        FROM bucket_folds
        WHERE site = {site:String}
            AND ((toUnixTimestamp(start) + 3600 > {head_from:UInt32} AND toUnixTimestamp(start) < {head_to:UInt32})
                OR (toUnixTimestamp(start) + 3600 > {tail_from:UInt32} AND toUnixTimestamp(start) < {tail_to:UInt32}))
    )
SELECT toUInt64(0) AS part, if({each:Bool}, CAST(item, 'String'), '') AS name, sum(v), sum(w), toUInt64(0), sum(s), sum(o)
FROM
(
    SELECT item, views AS v, watched_ms AS w, sales AS s, opens AS o
    FROM day_rollups
    WHERE site = {site:String} AND region = 'world' AND (day, fold) IN days
        AND ({all:Bool} OR item IN {items:Array(String)})
    UNION ALL
    SELECT item, views, watched_ms, sales, opens
    FROM bucket_rollups
    WHERE site = {site:String} AND (bucket, fold) IN buckets
        AND ((quarter >= toDateTime({head_from:UInt32}, 'UTC') AND quarter < toDateTime({head_to:UInt32}, 'UTC'))
            OR (quarter >= toDateTime({tail_from:UInt32}, 'UTC') AND quarter < toDateTime({tail_to:UInt32}, 'UTC')))
        AND ({all:Bool} OR item IN {items:Array(String)})
)
GROUP BY name
