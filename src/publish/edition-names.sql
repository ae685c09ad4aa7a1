-- Every edition that stands, with its digest.
SELECT toString(chart) AS chart, toString(region) AS region, toString(window) AS window, toString(argMax(digest, mark)) AS digest
FROM editions
GROUP BY chart, region, window
ORDER BY chart, region, window
