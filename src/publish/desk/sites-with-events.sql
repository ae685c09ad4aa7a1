-- The sites that have any events.
SELECT DISTINCT toString(site) AS site
FROM bucket_folds
