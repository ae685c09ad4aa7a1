-- Marks views that the same viewer's next view of the same item follows within some milliseconds: the later one counts.
INSERT INTO events_marked (bucket, at, id, mark)
SELECT bucket, at, id, 'capped'
FROM
(
    SELECT
        bucket, at, id,
        toUnixTimestamp64Milli(at) AS at_ms,
        leadInFrame(at_ms, 1, toInt64(9223372036854775807)) OVER (PARTITION BY viewer, item ORDER BY at_ms, toString(id) ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS next_ms
    FROM events_net
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({reach_buckets:Array(UInt32)}), 'UTC'))
        AND at >= toDateTime64({reach_from:UInt32}, 3, 'UTC') AND at < toDateTime64({reach_to:UInt32}, 3, 'UTC')
        AND kind = 'view' AND viewer != 0 AND weight = 1
)
WHERE next_ms <= at_ms + {refresh_ms:UInt32}
