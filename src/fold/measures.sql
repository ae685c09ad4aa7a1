-- Views, watched time, sales and opens of buckets, by country, item and quarter of an hour. Each slice has its own fold.
INSERT INTO bucket_rollups (fold, site, bucket, quarter, country, item, views, watched_ms, sales, opens)
SELECT
    {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice_fold,
    {site:String},
    toStartOfHour(quarter),
    toStartOfFifteenMinutes(at) AS quarter,
    country,
    item,
    sumIf(weight, kind = 'view'),
    sumIf(value * weight, kind = 'watch'),
    sumIf(value * weight, kind = 'sale'),
    sumIf(weight, kind = 'open')
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND kind IN ('view', 'watch', 'sale', 'open')
GROUP BY slice_fold, quarter, country, item
