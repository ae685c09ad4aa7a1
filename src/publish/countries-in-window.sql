-- In how many countries each item stood on a chart in a window, and on which charts.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE window = {window:Date} AND region != 'world'
    GROUP BY chart, region, window
)
SELECT item, uniqExact(region) AS countries, arraySort(groupUniqArray(toString(chart))) AS charts
FROM edition_rows
WHERE window = {window:Date} AND (chart, region, window, digest) IN current
GROUP BY item
