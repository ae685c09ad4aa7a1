-- The books of buckets, first look: where counted + late = stored, no identity stands there twice. And which folds they
-- need. A late event is told apart by its kind alone: what came too late takes nothing from what came in time.
SELECT
    toUnixTimestamp(bucket) AS bucket_s,
    intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice,
    count() AS stored,
    -- The identity as one number: for a tuple each would be hashed by a slower way, at twice the cost.
    uniqExactIf(bitShiftLeft(toUInt256(reinterpretAsUInt128(id)), 64) + toUInt256(toUnixTimestamp64Milli(at)), kind != 'late') AS counted,
    countIf(kind = 'late') AS late,
    countIf(kind IN ('item', 'chart', 'counting', 'merge')) AS entries,
    countIf(body != '' AND kind IN {kinds_with_facts:Array(String)}) AS facts,
    countIf(kind = 'charted') AS ranks,
    countIf(kind IN ('like', 'follow', 'rate', 'helpful')) AS registers
FROM events
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND at >= toDateTime64({from:UInt32}, 3, 'UTC') AND at < toDateTime64({to:UInt32}, 3, 'UTC')
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)}
GROUP BY bucket, slice
