-- The roll-ups of windows from their whole UTC days. `days` and `starts` say which window each day is in.
INSERT INTO window_rollups (fold, site, calendar, start, region, item, views, watched_ms, viewers, sales, opens)
WITH current AS
(
    SELECT start, max(fold)
    FROM folds
    WHERE tier = 'day' AND site = {site:String}
        AND start IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
    GROUP BY start
)
SELECT
    {fold:UInt64},
    {site:String},
    {calendar:String},
    toDateTime(transform(toUnixTimestamp(day), {days:Array(UInt32)}, {starts:Array(UInt32)}, toUInt32(0)), 'UTC') AS start,
    region,
    item,
    sum(views),
    sum(watched_ms),
    sum(viewers),
    sum(sales),
    sum(opens)
FROM day_rollups
WHERE site = {site:String} AND (day, fold) IN current
GROUP BY start, region, item
