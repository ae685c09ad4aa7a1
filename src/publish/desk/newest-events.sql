-- The newest events of one segment of the log, between two places in it, by site, kind and item where those are named.
SELECT
    toString(log) AS log, segment, offset, toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(received_at) AS received_ms,
    toString(site) AS site, toString(kind) AS kind, toString(item) AS item, toString(country) AS country, toString(viewer) AS viewer, value, weight, subject, body
FROM events
WHERE events.log = {log:String} AND events.segment = {segment:UInt32} AND events.offset >= {from:UInt32} AND events.offset < {to:UInt32}
    AND ({site:String} = '' OR events.site = {site:String})
    AND ({kind:String} = '' OR events.kind = {kind:String})
    AND ({item:String} = '' OR events.item = {item:String})
ORDER BY events.offset DESC
LIMIT {limit:UInt32}
