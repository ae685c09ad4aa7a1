-- The lines of one chart in a window, country by country; those without a line as well.
WITH current AS
(
    SELECT region, argMax(digest, mark) AS digest
    FROM editions
    WHERE chart = {chart:String} AND window = {window:Date} AND region != 'world'
    GROUP BY region
)
SELECT toString(region) AS region, arraySort(each -> each.2, groupArrayIf((item, rank), rank > 0)) AS lines
FROM current
LEFT JOIN
(
    SELECT region, digest, item, rank
    FROM edition_rows FINAL
    WHERE chart = {chart:String} AND window = {window:Date} AND region != 'world'
) AS standing USING (region, digest)
GROUP BY region
ORDER BY region
