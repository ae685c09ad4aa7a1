-- The first UTC day of a site that was counted.
SELECT toUnixTimestamp(min(start)) AS first
FROM folds
WHERE tier = 'day' AND site = {site:String}
