-- Ranks that another house published. Said twice of one item in one list, the better one holds.
INSERT INTO bucket_ranks (fold, site, bucket, at, chart, country, item, rank)
SELECT {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}), site, bucket, at, body AS chart, country, item, min(value)
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND kind = 'charted'
GROUP BY site, bucket, at, chart, country, item
