-- Viewer-days of some items taken together: who saw two of them on one day counts once.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'bucket' AND site = {site:String}
    GROUP BY start
)
SELECT uniqExact(toStartOfDay(quarter), viewer) AS viewers
FROM bucket_viewers
WHERE site = {site:String} AND item IN {items:Array(String)} AND (bucket, fold) IN current
