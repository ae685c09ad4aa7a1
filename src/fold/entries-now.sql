-- Catalogue entries, chart specs, how sites count and which items are one, as they are: of each, the last by event time,
-- then id. Ids go by their text: the engine's own order of UUIDs looks at their second half first.
WITH current AS
(
    SELECT site, start, fold
    FROM bucket_folds
    WHERE entries > 0
)
SELECT toString(site) AS site, kind, item, argMax(body, (at, toString(id))) AS body
FROM bucket_entries
WHERE (site, bucket, fold) IN current
GROUP BY site, kind, item
ORDER BY site, kind, item
