-- Totals of one measure over some windows of a calendar, each by its current fold: the first `pages` of all regions'
-- lists. A few rows, found by their key: one thread, and all columns read at once.
SELECT toUInt64(toUnixTimestamp(start)) AS window, regions, rests, items, totals
FROM window_rollups
WHERE (start, fold) IN {folds:Array(Tuple(DateTime, UInt64))} AND measure = {measure:String} AND page < {pages:UInt32}
SETTINGS max_threads = 1, optimize_move_to_prewhere = 0
