-- What one window has of a UTC day that is not wholly in it, from quarters of an hour. It adds to the window's other
-- rows of the same fold; a viewer counts once for each UTC day, or part of one, in the window.
INSERT INTO window_rollups (fold, site, calendar, start, region, items, views, watched_ms, viewers, sales, opens)
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'bucket' AND site = {site:String}
        AND start >= toStartOfHour(toDateTime({from:UInt32}, 'UTC')) AND start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY start
)
SELECT
    {fold:UInt64}, {site:String}, {calendar:String}, toDateTime({start:UInt32}, 'UTC'), region,
    groupArray(item), groupArray(v), groupArray(w), groupArray(p), groupArray(s), groupArray(o)
FROM
(
    SELECT region, item, sum(v) AS v, sum(w) AS w, sum(p) AS p, sum(s) AS s, sum(o) AS o
    FROM
    (
        SELECT region, item, sum(views) AS v, sum(watched_ms) AS w, 0 AS p, sum(sales) AS s, sum(opens) AS o
        FROM bucket_rollups
        ARRAY JOIN [country, 'world'] AS region
        WHERE site = {site:String} AND (bucket, fold) IN current
            AND quarter >= toDateTime({from:UInt32}, 'UTC') AND quarter < toDateTime({to:UInt32}, 'UTC')
        GROUP BY region, item
        UNION ALL
        SELECT region, item, 0, 0, uniqExact(toStartOfDay(quarter), viewer), 0, 0
        FROM bucket_viewers
        ARRAY JOIN [country, 'world'] AS region
        WHERE site = {site:String} AND (bucket, fold) IN current
            AND quarter >= toDateTime({from:UInt32}, 'UTC') AND quarter < toDateTime({to:UInt32}, 'UTC')
        GROUP BY region, item
    )
    GROUP BY region, item
)
GROUP BY region
