-- Catalogue entries and chart specs.
INSERT INTO bucket_entries (fold, site, bucket, kind, item, at, id, body)
SELECT {fold:UInt64}, site, bucket, kind, item, at, id, body
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC')) AND kind IN ('item', 'chart')
