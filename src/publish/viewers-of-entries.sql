-- Viewer-days of the entries of a list since an instant: `items` count for the `entries` beside them, all others for
-- themselves.
SELECT entry AS item, uniqExact(toStartOfDay(quarter), viewer) AS viewers
FROM
(
    SELECT quarter, viewer, transform(toString(item), {items:Array(String)}, {entries:Array(String)}, toString(item)) AS entry
    FROM bucket_viewers
    WHERE site = {site:String} AND quarter >= toDateTime({from:UInt32}, 'UTC')
        AND (bucket, fold) IN (SELECT start, fold FROM bucket_folds WHERE site = {site:String})
)
GROUP BY entry
