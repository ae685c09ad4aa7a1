-- Totals of one measure over some windows of a calendar, each by its current fold: the first `pages` of each region's
-- list. The last condition is the exact one; those before it find the rows by their key.
SELECT toUInt64(toUnixTimestamp(start)) AS window, region, rest, listed, counted
FROM window_rollups
ARRAY JOIN regions AS region, rests AS rest, items AS listed, totals AS counted
WHERE start IN {starts:Array(DateTime)} AND fold IN {folds:Array(UInt64)}
    AND measure = {measure:String} AND page < {pages:UInt32}
    AND fold = transform(toUnixTimestamp(start), {starts:Array(UInt32)}, {folds:Array(UInt64)}, toUInt64(0))
