-- Totals of one measure over some windows of a calendar, each by its current fold: the first `pages` of all regions'
-- lists. The last condition is the exact one; those before it find the rows by their key. One thread: it is a few rows.
SELECT toUInt64(toUnixTimestamp(start)) AS window, regions, rests, items, totals
FROM window_rollups
WHERE start IN {starts:Array(DateTime)} AND fold IN {folds:Array(UInt64)}
    AND measure = {measure:String} AND page < {pages:UInt32}
    AND fold = transform(toUnixTimestamp(start), {starts:Array(UInt32)}, {folds:Array(UInt64)}, toUInt64(0))
SETTINGS max_threads = 1
