-- The books of all buckets that each of some windows touches, by the window's end, and how many do not balance.
SELECT w.2 AS to_s, sum(b_stored) AS stored, sum(b_counted) AS counted, sum(b_duplicates) AS duplicates, sum(b_conflicts) AS conflicts, sum(b_late) AS late,
    countIf(b_stored != b_counted + b_duplicates + b_conflicts + b_late) AS unbalanced
FROM
(
    SELECT
        toUnixTimestamp(start) AS start_s,
        argMax(stored, fold) AS b_stored,
        argMax(counted, fold) AS b_counted,
        argMax(duplicates, fold) AS b_duplicates,
        argMax(conflicts, fold) AS b_conflicts,
        argMax(late, fold) AS b_late
    FROM folds
    WHERE tier = 'bucket' AND site = {site:String}
    GROUP BY start
)
ARRAY JOIN arrayFilter(w -> start_s + 3600 > w.1 AND start_s < w.2, arrayZip({starts:Array(UInt32)}, {ends:Array(UInt32)})) AS w
GROUP BY to_s
