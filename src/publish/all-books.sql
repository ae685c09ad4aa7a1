-- The books of all buckets together.
SELECT sum(stored) AS stored, sum(counted) AS counted, sum(duplicates) AS duplicates, sum(conflicts) AS conflicts, sum(late) AS late
FROM
(
    SELECT
        argMax(stored, fold) AS stored,
        argMax(counted, fold) AS counted,
        argMax(duplicates, fold) AS duplicates,
        argMax(conflicts, fold) AS conflicts,
        argMax(late, fold) AS late
    FROM folds
    WHERE tier = 'bucket'
    GROUP BY site, start
)
