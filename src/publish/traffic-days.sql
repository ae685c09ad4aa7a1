-- What came on each UTC day, by the terms of the books of its hours.
SELECT
    toString(toDate(start)) AS day,
    sum(b_stored) AS stored, sum(b_counted) AS counted, sum(b_duplicates) AS duplicates, sum(b_conflicts) AS conflicts, sum(b_late) AS late,
    sum(b_bot) AS bot, sum(b_data_centre) AS `data-centre`, sum(b_prefetch) AS prefetch, sum(b_automation) AS automation, sum(b_capped) AS capped
FROM
(
    SELECT
        start,
        stored AS b_stored, counted AS b_counted, duplicates AS b_duplicates, conflicts AS b_conflicts, late AS b_late,
        bot AS b_bot, data_centre AS b_data_centre, prefetch AS b_prefetch, automation AS b_automation, capped AS b_capped
    FROM bucket_folds
    WHERE site = {site:String} AND stored > 0 AND toUnixTimestamp(start) >= {from:UInt32} AND toUnixTimestamp(start) < {to:UInt32}
)
GROUP BY day
ORDER BY day DESC
