-- Of each register (kind, item, subject) what holds of a quarter of an hour: the highest revision, then the latest time,
-- then the highest id by its text. Taken back is a value too, 0, and wins like any other. What is without a subject is a
-- baseline: so many subjects of one value.
INSERT INTO bucket_registers (fold, site, bucket, quarter, kind, item, subject, revision, at, id, value, viewer, weight)
SELECT
    {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice_fold,
    {site:String},
    bucket,
    toStartOfFifteenMinutes(at),
    kind,
    item,
    subject,
    toUInt32OrZero(extract(body, '(?:^| )rev=([0-9]+)')) AS revision,
    at,
    id,
    value,
    viewer,
    1
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND kind IN ('like', 'follow', 'rate', 'helpful') AND subject != ''
ORDER BY revision DESC, at DESC, toString(id) DESC
LIMIT 1 BY slice_fold, toStartOfFifteenMinutes(at), kind, item, subject
UNION ALL
SELECT
    {fold:UInt64} + intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice_fold,
    {site:String},
    toStartOfHour(quarter),
    toStartOfFifteenMinutes(at) AS quarter,
    kind,
    item,
    '',
    0,
    quarter,
    toUUID('00000000-0000-0000-0000-000000000000'),
    value,
    0,
    sum(weight)
FROM {source:Identifier}
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
    AND kind IN ('like', 'follow', 'rate', 'helpful') AND subject = '' AND value > 0
GROUP BY slice_fold, quarter, kind, item, value
