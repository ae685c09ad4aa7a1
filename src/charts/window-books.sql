-- The books of all buckets that each of some windows touches, by the window's end, and how many lines do not balance.
SELECT
    w.2 AS to_s,
    sum(b_stored) AS stored, sum(b_counted) AS counted, sum(b_duplicates) AS duplicates, sum(b_conflicts) AS conflicts, sum(b_late) AS late,
    sum(b_bot) AS bot, sum(b_data_centre) AS `data-centre`, sum(b_prefetch) AS prefetch, sum(b_automation) AS automation, sum(b_capped) AS capped,
    countIf(b_stored != b_counted + b_duplicates + b_conflicts + b_late + b_bot + b_data_centre + b_prefetch + b_automation + b_capped) AS unbalanced
FROM
(
    SELECT
        toUnixTimestamp(start) AS start_s,
        stored AS b_stored, counted AS b_counted, duplicates AS b_duplicates, conflicts AS b_conflicts, late AS b_late,
        bot AS b_bot, data_centre AS b_data_centre, prefetch AS b_prefetch, automation AS b_automation, capped AS b_capped
    FROM bucket_folds
    WHERE site = {site:String}
)
ARRAY JOIN arrayFilter(w -> start_s + 3600 > w.1 AND start_s < w.2, arrayZip({starts:Array(UInt32)}, {ends:Array(UInt32)})) AS w
GROUP BY to_s
