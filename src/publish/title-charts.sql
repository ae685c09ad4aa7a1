-- How some items fared on the world's charts.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE region = 'world'
    GROUP BY chart, region, window
)
SELECT
    toString(chart) AS chart,
    min(rank) AS peak_rank,
    uniqExact(window) AS weeks,
    toString(min(window)) AS first,
    toString(max(window)) AS last
FROM edition_rows
WHERE item IN {items:Array(String)} AND (chart, region, window, digest) IN current
GROUP BY chart
ORDER BY chart
