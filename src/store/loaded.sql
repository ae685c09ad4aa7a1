-- What the store holds of a log, by segment. Sound where all three figures are equal.
SELECT segment, count() AS rows, uniqExact(offset) AS offsets, toUInt64(max(offset)) + 1 AS end
FROM events
WHERE log = {log:String}
GROUP BY segment
ORDER BY segment
