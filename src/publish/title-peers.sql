-- What each of some entries had been watched, and how often started, in its first days: the items below it, with the
-- UTC day on which their entry came out. Whole days alone.
WITH
    current AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'day' AND site = {site:String}
        GROUP BY start
    ),
    arrayZip({entries:Array(UInt32)}, {since:Array(UInt32)}) AS families
SELECT family.1 AS entry, sum(views) AS views, sum(watched_ms) AS watched_ms
FROM
(
    SELECT day, views, watched_ms, transform(toString(item), {items:Array(String)}, families, (toUInt32(0), toUInt32(0))) AS family
    FROM day_rollups
    WHERE site = {site:String} AND region = 'world' AND item IN {items:Array(String)} AND (day, fold) IN current
)
WHERE toUnixTimestamp(day) >= family.2 AND toUnixTimestamp(day) < family.2 + {days:UInt32} * 86400
GROUP BY entry
