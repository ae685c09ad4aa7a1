-- Viewer-days of some items taken together: who saw two of them on one day counts once.
WITH current AS
(
    SELECT start, fold
    FROM bucket_folds
    WHERE site = {site:String}
)
SELECT uniqExact(toStartOfDay(quarter), viewer) AS viewers
FROM bucket_viewers
WHERE site = {site:String} AND item IN {items:Array(String)} AND (bucket, fold) IN current
