-- The charts and windows that were restated last, with their regions and the one that was published last.
SELECT
    toString(chart) AS chart_id,
    toString(window) AS week,
    toString(argMax(region, (published, region = 'world'))) AS last_region,
    uniqExact(region) AS regions
FROM
(
    SELECT chart, region, window, argMax(state, mark) AS last_state, argMax(published_at, mark) AS published
    FROM editions
    WHERE chart IN {charts:Array(String)}
    GROUP BY chart, region, window
)
WHERE last_state = 'restated'
GROUP BY chart, window
ORDER BY max(published) DESC, window DESC, chart
LIMIT {length:UInt32}
