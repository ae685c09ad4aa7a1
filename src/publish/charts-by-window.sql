-- The days on which windows end that have an edition, oldest first, with their charts and regions.
SELECT
    toString(window) AS window,
    groupUniqArray(toString(chart)) AS charts,
    arraySort(groupUniqArray(toString(region))) AS regions
FROM editions
GROUP BY window
ORDER BY window
