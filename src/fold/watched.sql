-- Marks the views that watched time stands for: they are taken out, and with the event by which a viewer has watched an
-- item for so many milliseconds in a UTC hour or day, there is a view.
INSERT INTO events_marked (bucket, at, id, mark)
SELECT bucket, at, id, if(kind = 'view', 'capped', 'viewed')
FROM
(
    SELECT
        bucket, at, id, kind, value,
        sum(if(kind = 'watch', value, 0)) OVER (PARTITION BY viewer, item, intDiv(toUnixTimestamp(at), {span_s:UInt32}) ORDER BY at, toString(id) ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS watched_ms
    FROM events_net
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({reach_buckets:Array(UInt32)}), 'UTC'))
        AND at >= toDateTime64({reach_from:UInt32}, 3, 'UTC') AND at < toDateTime64({reach_to:UInt32}, 3, 'UTC')
        AND kind IN ('view', 'watch') AND viewer != 0 AND weight = 1
)
WHERE kind = 'view' OR (watched_ms >= {watched_ms:UInt32} AND watched_ms - value < {watched_ms:UInt32})
