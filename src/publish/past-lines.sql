-- The lines of one chart and region in all windows, in order.
WITH current AS
(
    SELECT window, argMax(digest, mark)
    FROM editions
    WHERE chart = {chart:String} AND region = {region:String}
    GROUP BY window
)
SELECT toString(window) AS window, groupArray((item, rank)) AS lines
FROM
(
    SELECT window, item, rank
    FROM edition_rows FINAL
    WHERE chart = {chart:String} AND region = {region:String} AND (window, digest) IN current
    ORDER BY window, rank, item
)
GROUP BY window
ORDER BY window
