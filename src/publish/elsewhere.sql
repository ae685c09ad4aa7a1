-- Where each item stood in a window, on every chart and in every region.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE window = {window:Date}
    GROUP BY chart, region, window
)
SELECT item, toString(chart) AS chart, toString(region) AS region, min(rank) AS rank
FROM edition_rows
WHERE window = {window:Date} AND (chart, region, window, digest) IN current
GROUP BY item, chart, region
