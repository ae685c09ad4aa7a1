-- Buckets whose events are not those they were folded with; those that have none any more, too.
SELECT site, toUnixTimestamp(bucket) * 1000 AS bucket_ms, events
FROM (SELECT site, bucket, count() AS events FROM events GROUP BY site, bucket) AS held
FULL JOIN
(
    SELECT site, start AS bucket, sum(stored) AS stored
    FROM bucket_folds
    GROUP BY site, bucket
) AS folded USING (site, bucket)
WHERE events != stored
ORDER BY site, bucket
