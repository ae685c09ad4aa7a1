-- Buckets in whose current books any line does not balance.
SELECT
    site, toUnixTimestamp(start) AS bucket_s,
    sum(b_stored) AS stored, sum(b_counted) AS counted, sum(b_duplicates) AS duplicates, sum(b_conflicts) AS conflicts, sum(b_late) AS late,
    sum(b_bot) AS bot, sum(b_data_centre) AS `data-centre`, sum(b_prefetch) AS prefetch, sum(b_automation) AS automation, sum(b_capped) AS capped
FROM
(
    SELECT
        site, start,
        stored AS b_stored, counted AS b_counted, duplicates AS b_duplicates, conflicts AS b_conflicts, late AS b_late,
        bot AS b_bot, data_centre AS b_data_centre, prefetch AS b_prefetch, automation AS b_automation, capped AS b_capped
    FROM bucket_folds
)
GROUP BY site, start
HAVING countIf(b_stored != b_counted + b_duplicates + b_conflicts + b_late + b_bot + b_data_centre + b_prefetch + b_automation + b_capped) > 0
ORDER BY site, start
