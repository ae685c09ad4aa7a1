-- Marks views but for the first of each viewer and item in a UTC hour or day.
INSERT INTO events_marked (bucket, at, id, mark)
SELECT bucket, at, id, 'capped'
FROM
(
    SELECT
        bucket, at, id,
        row_number() OVER (PARTITION BY viewer, item, intDiv(toUnixTimestamp(at), {span_s:UInt32}) ORDER BY at, toString(id)) AS nth
    FROM events_net
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({reach_buckets:Array(UInt32)}), 'UTC'))
        AND at >= toDateTime64({reach_from:UInt32}, 3, 'UTC') AND at < toDateTime64({reach_to:UInt32}, 3, 'UTC')
        AND kind = 'view' AND viewer != 0 AND weight = 1
)
WHERE nth > 1
