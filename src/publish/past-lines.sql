-- The lines of one chart and region in its last windows up to one of them, each window's by its own number in the list.
WITH
    last_windows AS
    (
        SELECT DISTINCT window
        FROM editions
        WHERE chart = {chart:String} AND region = {region:String} AND window <= {window:Date}
        ORDER BY window DESC
        LIMIT {windows:UInt32}
    ),
    current AS
    (
        SELECT window, argMax(digest, mark)
        FROM editions
        WHERE chart = {chart:String} AND region = {region:String} AND window IN last_windows
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
