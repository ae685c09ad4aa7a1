-- Of some identities those that a site's events have already, with their content.
SELECT
    toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms,
    concat(kind, '\t', item, '\t', country, '\t', toString(viewer), '\t', toString(value), '\t', toString(weight), '\t', subject, '\t', body) AS content
FROM events
WHERE site = {site:String} AND kind != 'late'
    AND bucket IN (SELECT toStartOfHour(toDateTime(arrayJoin({seconds:Array(UInt32)}), 'UTC')))
    AND (toString(id), toUnixTimestamp64Milli(at)) IN (SELECT arrayJoin(arrayZip({ids:Array(String)}, {at_ms:Array(Int64)})))
