-- Rows that are sent as tab-separated text, in their order. Behind them stands one that is not wanted: the engine knows
-- no table of no text.
SELECT * FROM format(TSV, {types:String}, {lines:String}) LIMIT {rows:UInt32} SETTINGS max_threads = 1
