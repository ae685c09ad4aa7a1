-- Ranks that another house published for a chart in some windows, by window, region and item. A rank without a country
-- is the world's; said twice of one item in one list, the better one holds.
WITH
    arrayZip({starts:Array(UInt32)}, {ends:Array(UInt32)}) AS windows,
    current AS
    (
        SELECT start, fold
        FROM bucket_folds
        WHERE site = {site:String}
    )
SELECT window, groupArray(region)::Array(LowCardinality(String)), groupArray(toUInt64(0)), groupArray(listed)::Array(Array(LowCardinality(String))), groupArray(counted)
FROM
(
    SELECT window, region, groupArray(item) AS listed, groupArray(total) AS counted
    FROM
    (
        SELECT
            toUInt64(arrayFirst(w -> toUnixTimestamp(at) >= w.1 AND toUnixTimestamp(at) < w.2, windows).1) AS window,
            toLowCardinality(if(country = 'ZZ', 'world', toString(country))) AS region,
            item,
            toUInt64(min(rank)) AS total
        FROM bucket_ranks
        WHERE site = {site:String} AND chart = {chart:String} AND (bucket, fold) IN current
        GROUP BY window, region, item
        HAVING window > 0
    )
    GROUP BY window, region
)
GROUP BY window
