-- The lines of a country's lists that are final, of some charts.
WITH current AS
(
    SELECT chart, region, window, argMax(digest, mark)
    FROM editions
    WHERE region = {region:String} AND chart IN {charts:Array(String)}
    GROUP BY chart, region, window
    HAVING argMax(state, mark) != 'provisional'
)
SELECT toString(chart) AS chart, toString(window) AS window, rank, item, weeks_on_chart AS weeks
FROM edition_rows
WHERE region = {region:String} AND (chart, region, window, digest) IN current
ORDER BY window DESC, rank, item
