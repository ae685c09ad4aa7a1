-- Who viewed or watched in buckets, once for each quarter of an hour. Viewers are counted later, by UTC day.
INSERT INTO bucket_viewers (fold, site, bucket, quarter, country, item, viewer)
SELECT slice_fold, {site:String}, toStartOfHour(quarter), quarter, country, item, viewer
FROM
(
    SELECT DISTINCT {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice_fold, toStartOfFifteenMinutes(at) AS quarter, country, item, viewer
    FROM {source:Identifier}
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
        AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
        AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
        AND viewer != 0 AND kind IN ('view', 'watch')
)
