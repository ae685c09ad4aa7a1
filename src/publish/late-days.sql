-- How many events came too late on each UTC day, by the books of the hours in which they came.
SELECT toString(toDate(start)) AS day, sum(late) AS events
FROM bucket_folds
WHERE site = {site:String} AND late > 0 AND toUnixTimestamp(start) >= {from:UInt32} AND toUnixTimestamp(start) < {to:UInt32}
GROUP BY day
ORDER BY day DESC
