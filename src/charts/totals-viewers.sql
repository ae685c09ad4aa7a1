-- Viewer-days over one window by region and chart entry. Where an entry stands for several items (a season for its
-- episodes) a viewer of two of them counts once a day, so roll-ups of items can't be added up.
WITH current AS
(
    SELECT start, fold
    FROM bucket_folds
    WHERE site = {site:String}
        AND start >= toStartOfHour(toDateTime({from:UInt32}, 'UTC')) AND start < toDateTime({to:UInt32}, 'UTC')
)
SELECT toUInt64({start:UInt32}) AS window, groupArray(region)::Array(LowCardinality(String)), groupArray(toUInt64(0)), groupArray(listed)::Array(Array(LowCardinality(String))), groupArray(counted)
FROM
(
    SELECT region, groupArray(entry) AS listed, groupArray(total) AS counted
    FROM
    (
        SELECT
            region,
            transform(toString(item), {items:Array(String)}, {entries:Array(String)}, toString(item)) AS entry,
            uniqExact(toStartOfDay(quarter), viewer) AS total
        FROM bucket_viewers
        ARRAY JOIN [country, 'world'] AS region
        WHERE site = {site:String} AND (bucket, fold) IN current
            AND quarter >= toDateTime({from:UInt32}, 'UTC') AND quarter < toDateTime({to:UInt32}, 'UTC')
        GROUP BY region, entry
    )
    GROUP BY region
)
HAVING count() > 0
