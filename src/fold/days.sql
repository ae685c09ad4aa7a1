-- The roll-up of UTC days from their buckets' current folds. Viewers are distinct within the day, for the world too.
INSERT INTO day_rollups (fold, site, day, region, item, views, watched_ms, viewers, sales, opens)
WITH current AS
(
    SELECT start, fold
    FROM bucket_folds
    WHERE site = {site:String} AND toStartOfDay(start) IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
)
SELECT {fold:UInt64}, {site:String}, day, region, item, sum(v), sum(w), sum(p), sum(s), sum(o)
FROM
(
    SELECT toStartOfDay(bucket) AS day, region, item, sum(views) AS v, sum(watched_ms) AS w, 0 AS p, sum(sales) AS s, sum(opens) AS o
    FROM bucket_rollups
    ARRAY JOIN [country, 'world'] AS region
    WHERE site = {site:String} AND (bucket, fold) IN current
    GROUP BY day, region, item
    UNION ALL
    SELECT toStartOfDay(bucket) AS day, region, item, 0, 0, uniqExact(viewer), 0, 0
    FROM bucket_viewers
    ARRAY JOIN [country, 'world'] AS region
    WHERE site = {site:String} AND (bucket, fold) IN current
    GROUP BY day, region, item
)
GROUP BY day, region, item
