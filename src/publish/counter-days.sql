-- The current fold of every day.
SELECT toString(site) AS site, toUnixTimestamp(start) AS day_s, max(fold) AS fold
FROM folds
WHERE tier = 'day'
GROUP BY site, start
ORDER BY site, start
