-- The last windows of some charts, the newest first.
SELECT DISTINCT toString(window) AS window
FROM editions
WHERE chart IN {charts:Array(String)} AND region != 'world'
ORDER BY window DESC
LIMIT {windows:UInt32}
