-- The books of all buckets that a window touches.
SELECT sum(stored) AS stored, sum(counted) AS counted, sum(duplicates) AS duplicates, sum(conflicts) AS conflicts
FROM
(
    SELECT
        argMax(stored, fold) AS stored,
        argMax(counted, fold) AS counted,
        argMax(duplicates, fold) AS duplicates,
        argMax(conflicts, fold) AS conflicts
    FROM folds
    WHERE tier = 'bucket' AND site = {site:String}
        AND start >= toStartOfHour(toDateTime({from:UInt32}, 'UTC')) AND start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY start
)
