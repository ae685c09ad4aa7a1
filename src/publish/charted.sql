-- Where any of some items stood on a country's chart: since when, how high, in how many windows.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE region != 'world'
    GROUP BY chart, region, window
)
SELECT
    toString(region) AS region,
    arraySort(groupUniqArray(toString(chart))) AS charts,
    toString(min(window)) AS first,
    toString(max(window)) AS last,
    min(rank) AS best_rank,
    uniqExact(window) AS weeks
FROM edition_rows
WHERE item IN {items:Array(String)} AND (chart, region, window, digest) IN current
GROUP BY region
ORDER BY region
