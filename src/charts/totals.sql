-- Totals of one measure over some windows of a calendar that follow one another, each by its current fold: a row for
-- each window and region. A window may have several rows of one region and item; they add up.
SELECT toUInt64(toUnixTimestamp(start)) AS window, region, items, {column:Identifier} AS totals
FROM window_rollups
WHERE site = {site:String} AND calendar = {calendar:String}
    AND start >= toDateTime({first:UInt32}, 'UTC') AND start <= toDateTime({last:UInt32}, 'UTC')
    AND has(arrayZip({starts:Array(UInt32)}, {folds:Array(UInt64)}), (toUnixTimestamp(start), fold))
