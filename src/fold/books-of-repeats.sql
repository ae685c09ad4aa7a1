-- The books of the identities that copy-once.sql found more than once, by bucket. The content that was copied counts;
-- the same content again is a duplicate, another a conflict.
SELECT toUnixTimestamp(bucket) AS bucket_s, intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice, sum(kept) - count() AS duplicates, sum(rows) - sum(kept) AS conflicts
FROM
(
    SELECT bucket, at, id, argMin(times, content) AS kept, sum(times) AS rows
    FROM
    (
        SELECT
            bucket,
            at,
            id,
            (toString(kind), toString(item), toString(country), viewer, value, weight, subject, body) AS content,
            count() AS times
        FROM events
        WHERE site = {site:String} AND kind != 'late' AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
            AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
            AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
            AND (at, id) IN (SELECT at, id FROM events_once)
        GROUP BY bucket, at, id, content
    )
    GROUP BY bucket, at, id
)
GROUP BY bucket, slice
