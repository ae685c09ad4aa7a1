-- The books of all buckets together.
SELECT
    sum(stored) AS stored, sum(counted) AS counted, sum(duplicates) AS duplicates, sum(conflicts) AS conflicts, sum(late) AS late,
    sum(bot) AS bot, sum(data_centre) AS `data-centre`, sum(prefetch) AS prefetch, sum(automation) AS automation, sum(capped) AS capped
FROM bucket_folds
