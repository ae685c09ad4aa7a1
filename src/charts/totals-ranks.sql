-- Ranks that another house published for a chart in one window, by region and item. A rank without a country is the
-- world's.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'bucket' AND site = {site:String}
        AND start >= toStartOfHour(toDateTime({from:UInt32}, 'UTC')) AND start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY start
)
SELECT toLowCardinality(if(country = 'ZZ', 'world', toString(country))) AS region, item, toUInt64(min(rank)) AS total
FROM bucket_ranks
WHERE site = {site:String} AND chart = {chart:String} AND (bucket, fold) IN current
    AND at >= toDateTime({from:UInt32}, 'UTC') AND at < toDateTime({to:UInt32}, 'UTC')
GROUP BY region, item
ORDER BY region
