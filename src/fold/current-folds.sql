-- The current fold of each day, or of each window of a calendar.
SELECT toUnixTimestamp(start) AS start_s, max(fold) AS fold
FROM folds
WHERE tier = {tier:String} AND site = {site:String} AND calendar = {calendar:String}
GROUP BY start
ORDER BY start
