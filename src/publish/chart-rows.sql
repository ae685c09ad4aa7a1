-- How many lines the editions of a chart have, in one region or, where none is named, in all.
WITH current AS
(
    SELECT region, window, argMax(digest, mark)
    FROM editions
    WHERE chart = {chart:String} AND ({region:String} = '' OR region = {region:String})
    GROUP BY region, window
)
SELECT count() AS rows
FROM edition_rows FINAL
WHERE chart = {chart:String} AND (region, window, digest) IN current
