-- Windows of a chart that have a provisional edition whose buckets are sealed by now.
SELECT DISTINCT toString(window) AS window
FROM (SELECT window, argMax(state, mark) AS last_state, argMax(sealed_at, mark) AS sealed
      FROM editions WHERE chart = {chart:String} GROUP BY region, window)
WHERE last_state = 'provisional' AND sealed <= toDateTime({now:UInt32}, 'UTC')
