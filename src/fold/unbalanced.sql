-- Buckets whose current books do not balance.
SELECT site, toUnixTimestamp(start) AS bucket_s, stored, counted, duplicates, conflicts, late
FROM
(
    SELECT
        site,
        start,
        argMax(stored, fold) AS stored,
        argMax(counted, fold) AS counted,
        argMax(duplicates, fold) AS duplicates,
        argMax(conflicts, fold) AS conflicts,
        argMax(late, fold) AS late
    FROM folds
    WHERE tier = 'bucket'
    GROUP BY site, start
)
WHERE stored != counted + duplicates + conflicts + late
ORDER BY site, start
