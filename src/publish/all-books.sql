-- The books of all buckets together.
SELECT sum(stored) AS stored, sum(counted) AS counted, sum(duplicates) AS duplicates, sum(conflicts) AS conflicts, sum(late) AS late
FROM bucket_folds
