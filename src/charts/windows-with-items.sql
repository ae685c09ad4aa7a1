-- The windows of a calendar in which any of these items has a total, or was charted by another house.
SELECT DISTINCT toUnixTimestamp(start) AS from_s
FROM window_rollups
WHERE site = {site:String} AND calendar = {calendar:String} AND hasAny(arrayFlatten(items), {items:Array(String)})
UNION DISTINCT
SELECT DISTINCT toUnixTimestamp(bucket)
FROM bucket_ranks
WHERE site = {site:String} AND item IN {items:Array(String)}
