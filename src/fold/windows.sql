-- The roll-up of one window: its whole UTC days, and the parts of days at its edges from quarters of an hour.
-- A viewer counts once for each UTC day, or part of one, in the window.
INSERT INTO window_rollups (fold, site, calendar, start, region, item, views, watched_ms, viewers, sales, opens)
WITH
    current_days AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'day' AND site = {site:String} AND start >= toDateTime({days_from:UInt32}, 'UTC') AND start < toDateTime({days_to:UInt32}, 'UTC')
        GROUP BY start
    ),
    current_edges AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'bucket' AND site = {site:String}
            AND ((start >= toStartOfHour(toDateTime({head_from:UInt32}, 'UTC')) AND start < toDateTime({head_to:UInt32}, 'UTC'))
                OR (start >= toDateTime({tail_from:UInt32}, 'UTC') AND start < toDateTime({tail_to:UInt32}, 'UTC')))
        GROUP BY start
    )
SELECT {fold:UInt64}, {site:String}, {calendar:String}, toDateTime({start:UInt32}, 'UTC'), region, item, sum(v), sum(w), sum(p), sum(s), sum(o)
FROM
(
    SELECT region, item, sum(views) AS v, sum(watched_ms) AS w, sum(viewers) AS p, sum(sales) AS s, sum(opens) AS o
    FROM day_rollups
    WHERE site = {site:String} AND (day, fold) IN current_days
    GROUP BY region, item
    UNION ALL
    SELECT region, item, sum(views), sum(watched_ms), 0, sum(sales), sum(opens)
    FROM bucket_rollups
    ARRAY JOIN [country, 'world'] AS region
    WHERE site = {site:String} AND (bucket, fold) IN current_edges
        AND ((quarter >= toDateTime({head_from:UInt32}, 'UTC') AND quarter < toDateTime({head_to:UInt32}, 'UTC'))
            OR (quarter >= toDateTime({tail_from:UInt32}, 'UTC') AND quarter < toDateTime({tail_to:UInt32}, 'UTC')))
    GROUP BY region, item
    UNION ALL
    SELECT region, item, 0, 0, uniqExact(toStartOfDay(quarter), viewer), 0, 0
    FROM bucket_viewers
    ARRAY JOIN [country, 'world'] AS region
    WHERE site = {site:String} AND (bucket, fold) IN current_edges
        AND ((quarter >= toDateTime({head_from:UInt32}, 'UTC') AND quarter < toDateTime({head_to:UInt32}, 'UTC'))
            OR (quarter >= toDateTime({tail_from:UInt32}, 'UTC') AND quarter < toDateTime({tail_to:UInt32}, 'UTC')))
    GROUP BY region, item
)
GROUP BY region, item
