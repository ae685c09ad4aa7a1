-- The first UTC day of a site that had an audience: a catalogue entry alone begins nothing.
SELECT toUnixTimestamp(min(day)) AS first
FROM day_rollups
WHERE site = {site:String}
