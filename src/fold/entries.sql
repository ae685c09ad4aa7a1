-- Catalogue entries, chart specs, how sites count, and which items are one.
INSERT INTO bucket_entries (fold, site, bucket, kind, item, at, id, body)
SELECT {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}), site, bucket, kind, item, at, id, body
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND kind IN ('item', 'chart', 'counting', 'merge')
