-- Totals of one measure over one window of a calendar, by region and item, in order of region.
SELECT region, item, {column:Identifier} AS total
FROM window_rollups
WHERE site = {site:String} AND calendar = {calendar:String} AND start = toDateTime({start:UInt32}, 'UTC') AND fold = {fold:UInt64}
    AND total > 0
ORDER BY region
