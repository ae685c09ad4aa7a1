-- The edition that stands for each chart, region and window.
SELECT toString(chart) AS chart, toString(region) AS region, toString(window) AS window, toString(argMax(digest, mark)) AS digest
FROM editions
GROUP BY chart, region, window
