-- The books of buckets that hold an identity (event time, id) more than once. The content that sorts first is the one
-- that counts, so the order of arrival decides nothing; the same content again is a duplicate, another a conflict.
SELECT
    toUnixTimestamp(bucket) AS bucket_s,
    sum(rows) AS stored,
    count() AS counted,
    sum(kept) - count() AS duplicates,
    sum(rows) - sum(kept) AS conflicts
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
        WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
        GROUP BY bucket, at, id, content
    )
    GROUP BY bucket, at, id
)
GROUP BY bucket
