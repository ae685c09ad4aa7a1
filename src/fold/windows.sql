-- The roll-ups of windows: from their whole UTC days, of which `days` and `starts` say in which window each is, and from
-- the quarters of an hour of days that are not wholly in one: `edges_from` up to `edges_to` is in the window that begins
-- at `edges_start`, and `hours` are the buckets they lie in. A viewer counts once for each UTC day, or part of one.
INSERT INTO window_rollups (fold, site, calendar, start, measure, page, regions, rests, items, totals)
WITH
    current_days AS
    (
        SELECT start, max(fold)
        FROM folds
        WHERE tier = 'day' AND site = {site:String}
            AND start IN (SELECT toDateTime(arrayJoin({days:Array(UInt32)}), 'UTC'))
        GROUP BY start
    ),
    current_buckets AS
    (
        SELECT start, fold
        FROM bucket_folds
        WHERE site = {site:String} AND start IN (SELECT toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC'))
    ),
    arrayZip({edges_from:Array(UInt32)}, {edges_to:Array(UInt32)}, {edges_start:Array(UInt32)}) AS edges,
    items_of_days AS
    (
        SELECT
            transform(toUnixTimestamp(day), {days:Array(UInt32)}, {starts:Array(UInt32)}, toUInt32(0)) AS start_s,
            region, item, views, watched_ms, viewers, sales, opens
        FROM day_rollups
        WHERE site = {site:String} AND (day, fold) IN current_days
    ),
    items_of_quarters AS
    (
        SELECT
            arrayFirst(edge -> toUnixTimestamp(quarter) >= edge.1 AND toUnixTimestamp(quarter) < edge.2, edges) AS edge,
            edge.3 AS start_s,
            region, item, views, watched_ms, toUInt64(0) AS viewers, sales, opens
        FROM bucket_rollups
        ARRAY JOIN [country, 'world'] AS region
        WHERE site = {site:String} AND (bucket, fold) IN current_buckets AND edge.2 > 0
    ),
    viewers_of_quarters AS
    (
        SELECT
            arrayFirst(edge -> toUnixTimestamp(quarter) >= edge.1 AND toUnixTimestamp(quarter) < edge.2, edges) AS edge,
            edge.3 AS start_s,
            region, item, uniqExact(toStartOfDay(quarter), viewer) AS viewers
        FROM bucket_viewers
        ARRAY JOIN [country, 'world'] AS region
        WHERE site = {site:String} AND (bucket, fold) IN current_buckets AND edge.2 > 0
        GROUP BY edge, start_s, region, item
    ),
    totals_of_items AS
    (
        SELECT
            start_s, region, item,
            sum(views) AS views, sum(watched_ms) AS watched_ms, sum(viewers) AS viewers, sum(sales) AS sales, sum(opens) AS opens
        FROM
        (
            SELECT start_s, region, item, views, watched_ms, viewers, sales, opens FROM items_of_days
            UNION ALL
            SELECT start_s, region, item, views, watched_ms, viewers, sales, opens FROM items_of_quarters
            UNION ALL
            SELECT start_s, region, item, 0, 0, viewers, 0, 0 FROM viewers_of_quarters
        )
        GROUP BY start_s, region, item
    ),
    lists AS
    (
        SELECT start_s, measure, region, arrayReverseSort(groupArray((total, item))) AS list
        FROM
        (
            SELECT start_s, region, item, named.1 AS measure, named.2 AS total
            FROM totals_of_items
            ARRAY JOIN
                [('views', views), ('watched_ms', watched_ms), ('viewers', viewers), ('sales', sales), ('opens', opens)] AS named
            WHERE total > 0
        )
        GROUP BY start_s, measure, region
    )
SELECT
    {fold:UInt64}, {site:String}, {calendar:String}, toDateTime(start_s, 'UTC'), measure, page,
    groupArray(region),
    groupArray(list[(page + 1) * {page_items:UInt32} + 1].1),
    groupArray(tupleElement(arraySlice(list, page * {page_items:UInt32} + 1, {page_items:UInt32}) AS listed, 2)),
    groupArray(tupleElement(listed, 1))
FROM lists
ARRAY JOIN range(toUInt32(ceil(length(list) / {page_items:UInt32}))) AS page
GROUP BY start_s, measure, page
