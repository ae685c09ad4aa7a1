-- Who viewed or watched in buckets, once for each quarter of an hour. Viewers are counted later, by UTC day.
INSERT INTO bucket_viewers (fold, site, bucket, quarter, country, item, viewer)
SELECT {fold:UInt64}, {site:String}, toStartOfHour(quarter), quarter, country, item, viewer
FROM
(
    SELECT DISTINCT toStartOfFifteenMinutes(at) AS quarter, country, item, viewer
    FROM {source:Identifier}
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC')) AND viewer != 0 AND kind IN ('view', 'watch')
)
