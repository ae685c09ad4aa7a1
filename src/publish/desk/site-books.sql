-- How many events of its audience each site has; entries of the catalogue and rules are none.
SELECT toString(site) AS site, sum(stored) - sum(entries) AS events
FROM bucket_folds
GROUP BY site
HAVING events > 0
