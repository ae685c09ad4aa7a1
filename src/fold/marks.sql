-- What was marked in some buckets, by bucket, slice and mark: terms of their books.
SELECT toUnixTimestamp(bucket) AS bucket_s, intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) AS slice, toString(mark) AS mark, count() AS events
FROM events_marked
WHERE bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
    AND intDiv(toUnixTimestamp(at) % 3600, {slice_s:UInt32}) IN {slices:Array(UInt32)} AND mark != 'viewed'
GROUP BY bucket, slice, mark
