-- What came too late, the newest first, from a place in the log on; the books say in which hours to look.
SELECT toUnixTimestamp64Milli(at) AS came_ms, toString(log) AS log, segment, offset, toString(item) AS item, body
FROM events
WHERE site = {site:String} AND kind = 'late'
    AND bucket IN
    (
        SELECT start
        FROM bucket_folds
        WHERE site = {site:String} AND late > 0 AND toUnixTimestamp(start) >= {from:UInt32} AND toUnixTimestamp(start) < {to:UInt32}
    )
    AND (came_ms, log, segment, offset) < ({came:Int64}, {log:String}, {segment:UInt32}, {offset:UInt32})
ORDER BY came_ms DESC, log DESC, segment DESC, offset DESC
LIMIT {limit:UInt32}
