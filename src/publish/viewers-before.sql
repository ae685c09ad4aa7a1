-- Viewer-days of some items taken together, up to an instant: who saw two of them on one day counts once.
SELECT uniqExact(toStartOfDay(quarter), viewer) AS viewers
FROM bucket_viewers
WHERE site = {site:String} AND ({all:Bool} OR item IN {items:Array(String)})
    AND quarter < toDateTime({before:UInt32}, 'UTC')
    AND (bucket, fold) IN (SELECT start, fold FROM bucket_folds WHERE site = {site:String})
