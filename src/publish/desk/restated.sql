-- The editions that stand as restatements, those that were published last first, and how many there are.
SELECT toString(chart) AS chart, toString(region) AS region, toString(window) AS window, count() OVER () AS found
FROM
(
    SELECT chart, region, window, max(mark) AS last, argMax(state, mark) AS last_state
    FROM editions
    GROUP BY chart, region, window
)
WHERE last_state = 'restated'
ORDER BY last DESC, region = 'world' DESC, region
LIMIT {limit:UInt32}
