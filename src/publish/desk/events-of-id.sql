-- All events under some ids, in some buckets or in all of them; the first that came stands first.
SELECT
    toString(log) AS log, segment, offset, toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(received_at) AS received_ms,
    toString(site) AS site, toString(kind) AS kind, toString(item) AS item, toString(country) AS country, toString(viewer) AS viewer, value, weight, subject, body
FROM events
WHERE events.id IN (SELECT toUUID(arrayJoin({ids:Array(String)})))
    AND ({everywhere:UInt8} = 1 OR (events.site IN {sites:Array(String)} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))))
ORDER BY events.segment, events.offset
LIMIT {limit:UInt32}
