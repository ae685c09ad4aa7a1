-- In how many countries each of some items stood on a chart in a window, and how many those charts measured.
WITH
    current AS
    (
        SELECT chart, region, window, argMax(digest, mark)
        FROM editions
        WHERE window = {window:Date} AND region != 'world'
        GROUP BY chart, region, window
    ),
    charted AS
    (
        SELECT chart, region, item
        FROM edition_rows
        WHERE item IN {items:Array(String)} AND (chart, region, window, digest) IN current
    )
SELECT
    item,
    uniqExact(region) AS countries,
    (SELECT uniqExact(region) FROM editions
     WHERE window = {window:Date} AND region != 'world' AND chart IN (SELECT chart FROM charted)) AS measured
FROM charted
GROUP BY item
