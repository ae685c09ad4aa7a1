-- Days with a bucket that was folded after the day was.
SELECT site, toUnixTimestamp(day) AS day_s
FROM
(
    SELECT site, toStartOfDay(start) AS day, max(fold) AS newest
    FROM folds
    WHERE tier = 'bucket'
    GROUP BY site, day
) AS buckets
LEFT JOIN
(
    SELECT site, start AS day, max(fold) AS folded
    FROM folds
    WHERE tier = 'day'
    GROUP BY site, day
) AS days USING (site, day)
WHERE newest > folded
ORDER BY site, day
