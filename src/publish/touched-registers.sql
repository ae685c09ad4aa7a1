-- Items of which anything was said in some buckets, by any fold of them: what was taken out of one has to be seen too.
SELECT DISTINCT toString(item) AS item
FROM bucket_registers
WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({buckets:Array(UInt32)}), 'UTC'))
