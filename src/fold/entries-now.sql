-- Catalogue entries and chart specs as they are: of each, the last by event time, then id. Ids go by their text: the
-- engine's own order of UUIDs looks at their second half first.
WITH current AS
(
    SELECT site, start, max(fold)
    FROM folds
    WHERE tier = 'bucket' AND entries > 0
    GROUP BY site, start
)
SELECT toString(site) AS site, kind, item, argMax(body, (at, toString(id))) AS body
FROM bucket_entries
WHERE (site, bucket, fold) IN current
GROUP BY site, kind, item
ORDER BY site, kind, item
