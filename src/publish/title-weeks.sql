-- The best rank of any of some items on the charts of each country, window by window.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE region != 'world' AND chart IN {charts:Array(String)} AND window >= {from:Date}
    GROUP BY chart, region, window
)
SELECT toString(region) AS region, groupArray((toString(window), best)) AS ranks
FROM
(
    SELECT region, window, min(rank) AS best
    FROM edition_rows
    WHERE item IN {items:Array(String)} AND (chart, region, window, digest) IN current
    GROUP BY region, window
    ORDER BY window
)
GROUP BY region
ORDER BY region
