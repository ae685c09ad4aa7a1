-- The last line of every item that was on a chart before a window, by region: all the history that ranks need.
WITH current AS
(
    SELECT region, window, argMax(digest, mark)
    FROM editions
    WHERE chart = {chart:String} AND window < {before:Date}
    GROUP BY region, window
)
SELECT
    toString(region) AS region,
    item,
    toString(max(window)) AS last_window,
    argMax(rank, window) AS rank,
    argMax(peak_rank, window) AS peak_rank,
    argMax(weeks_on_chart, window) AS weeks_on_chart,
    argMax(streak, window) AS streak
FROM edition_rows
WHERE chart = {chart:String} AND (region, window, digest) IN current
GROUP BY region, item
