-- Views, watched time, sales and opens of buckets, by country, item and quarter of an hour.
INSERT INTO bucket_rollups (fold, site, bucket, quarter, country, item, views, watched_ms, sales, opens)
SELECT
    {fold:UInt64},
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
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC')) AND kind IN ('view', 'watch', 'sale', 'open')
GROUP BY quarter, country, item
