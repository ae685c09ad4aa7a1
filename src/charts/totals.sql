-- Totals of one measure over some windows of a calendar that follow one another, each by its current fold: the first
-- `pages` of each region's list.
SELECT toUInt64(toUnixTimestamp(start)) AS window, region, rest, listed, counted
FROM window_rollups
ARRAY JOIN regions AS region, rests AS rest, items AS listed, totals AS counted
WHERE start >= toDateTime({first:UInt32}, 'UTC') AND start <= toDateTime({last:UInt32}, 'UTC')
    AND fold = transform(toUnixTimestamp(start), {starts:Array(UInt32)}, {folds:Array(UInt64)}, toUInt64(0))
    AND measure = {measure:String} AND page < {pages:UInt32}
