-- Totals of one measure over some windows of a calendar, by window, region and item, in that order. A window may have
-- several rows of one region and item; they add up.
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'window' AND site = {site:String} AND calendar = {calendar:String}
        AND start IN (SELECT toDateTime(arrayJoin({starts:Array(UInt32)}), 'UTC'))
    GROUP BY start
)
SELECT toUInt64(toUnixTimestamp(start)) AS window, region, item, {column:Identifier} AS total
FROM window_rollups
WHERE site = {site:String} AND calendar = {calendar:String} AND (start, fold) IN current AND total > 0
ORDER BY start, region
