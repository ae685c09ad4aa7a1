-- Buckets in whose current books any line does not balance.
SELECT site, toUnixTimestamp(start) AS bucket_s, sum(b_stored) AS stored, sum(b_counted) AS counted, sum(b_duplicates) AS duplicates, sum(b_conflicts) AS conflicts, sum(b_late) AS late
FROM
(
    SELECT
        site, start,
        stored AS b_stored, counted AS b_counted, duplicates AS b_duplicates, conflicts AS b_conflicts, late AS b_late
    FROM bucket_folds
)
GROUP BY site, start
HAVING countIf(b_stored != b_counted + b_duplicates + b_conflicts + b_late) > 0
ORDER BY site, start
