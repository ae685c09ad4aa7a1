-- What was said of one item, the last first: of its entry, and of what it was merged into. The first is what holds.
WITH current AS
(
    SELECT start, fold
    FROM bucket_folds
    WHERE site = {site:String} AND entries > 0
)
SELECT toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms, toString(kind) AS kind, body
FROM bucket_entries
WHERE site = {site:String} AND kind IN ('item', 'merge') AND item = {item:String} AND (bucket, fold) IN current
ORDER BY at DESC, toString(bucket_entries.id) DESC
LIMIT 200
