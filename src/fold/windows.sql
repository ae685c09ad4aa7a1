-- The roll-ups of windows from their whole UTC days. `days` and `starts` say which window each day is in.
INSERT INTO window_rollups (fold, site, calendar, start, region, items, views, watched_ms, viewers, sales, opens)
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String}
        AND start IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
    GROUP BY start
)
SELECT
    {fold:UInt64}, {site:String}, {calendar:String}, start, region,
    groupArray(item), groupArray(v), groupArray(w), groupArray(p), groupArray(s), groupArray(o)
FROM
(
    SELECT
        toDateTime(transform(toUnixTimestamp(day), {days:Array(UInt32)}, {starts:Array(UInt32)}, toUInt32(0)), 'UTC') AS start,
        region,
        item,
        sum(views) AS v,
        sum(watched_ms) AS w,
        sum(viewers) AS p,
        sum(sales) AS s,
        sum(opens) AS o
    FROM day_rollups
    WHERE site = {site:String} AND (day, fold) IN current
    GROUP BY start, region, item
)
GROUP BY start, region
