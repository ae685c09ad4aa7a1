-- Copies buckets with each identity once: the content that sorts first, as in books-of-repeats.sql.
INSERT INTO events_once (log, segment, offset, id, at, received_at, site, kind, item, country, viewer, value, weight, subject, body)
SELECT log, segment, offset, id, at, received_at, site, kind, item, country, viewer, value, weight, subject, body
FROM events
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
ORDER BY bucket, at, id, toString(kind), toString(item), toString(country), viewer, value, weight, subject, body, log, segment, offset
LIMIT 1 BY bucket, at, id
