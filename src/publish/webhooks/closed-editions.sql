-- The editions that are final or restated and were published after a mark, in the order in which they were.
SELECT
    toString(chart) AS chart,
    toString(region) AS region,
    toString(window) AS window,
    argMax(revision, mark) AS revision,
    max(mark) AS last
FROM editions
GROUP BY chart, region, window
HAVING last > {mark:UInt64} AND argMax(state, mark) != 'provisional'
ORDER BY last
