-- Copies the identities (event time, id) that stand more than once in some buckets, each once: the content that sorts
-- first, so the order of arrival decides nothing.
INSERT INTO events_once (log, segment, offset, id, at, received_at, site, kind, item, country, viewer, value, weight, subject, body)
SELECT log, segment, offset, id, at, received_at, site, kind, item, country, viewer, value, weight, subject, body
FROM events
WHERE site = {site:String} AND kind != 'late' AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND (at, id) IN
    (
        SELECT at, id
        FROM events
        WHERE site = {site:String} AND kind != 'late' AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
            AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
            AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
        GROUP BY at, id
        HAVING count() > 1
    )
ORDER BY bucket, at, id, toString(kind), toString(item), toString(country), viewer, value, weight, subject, body, log, segment, offset
LIMIT 1 BY bucket, at, id
