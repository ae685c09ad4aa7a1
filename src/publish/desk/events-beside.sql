-- What some viewers have seen of some items in some buckets: a rule may count one of it for another.
SELECT
    toString(log) AS log, segment, offset, toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(received_at) AS received_ms,
    toString(site) AS site, toString(kind) AS kind, toString(item) AS item, toString(country) AS country, toString(viewer) AS viewer, value, weight, subject, body
FROM events
WHERE events.site IN {sites:Array(String)} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND events.kind IN ('view', 'watch') AND events.weight = 1
    AND events.viewer IN (SELECT toUInt64(arrayJoin({viewers:Array(String)}))) AND events.item IN {items:Array(String)}
LIMIT {limit:UInt32}
