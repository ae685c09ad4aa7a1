-- The tables of the store. All of it can be dropped: it is loaded from the log and folded again.
-- Statements are parted by a line that holds a semicolon alone. No part may be lost in silence: a table with a broken
-- one refuses to load, and the store is then made anew.

-- Every event of the log, with its place there. One partition a segment, so that a segment can be checked against
-- the log by itself (count = distinct offsets = highest offset + 1) and, on any doubt, dropped and loaded again.
CREATE TABLE IF NOT EXISTS events
(
    log LowCardinality(String),
    segment UInt32,
    offset UInt32,
    id UUID,
    at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    site LowCardinality(String),
    kind LowCardinality(String),
    item LowCardinality(String),
    country LowCardinality(String),
    viewer UInt64,
    value UInt32,
    weight UInt64,
    subject String,
    body String,
    bucket DateTime('UTC') MATERIALIZED toStartOfHour(at),
    -- What came last is asked for by its place, and lies in a part of its own for a while.
    INDEX offsets offset TYPE minmax
)
ENGINE = MergeTree
PARTITION BY (log, segment)
ORDER BY (site, bucket, at, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- Scratch: the identities that buckets under way hold more than once, each once. Emptied before each use.
CREATE TABLE IF NOT EXISTS events_once AS events
ENGINE = MergeTree
ORDER BY (site, bucket, at, id)
;

-- Every event of the buckets under way once.
CREATE VIEW IF NOT EXISTS events_counted AS
SELECT site, bucket, at, id, kind, item, country, viewer, value, weight, subject, body
FROM events
WHERE (at, id) NOT IN (SELECT at, id FROM events_once)
UNION ALL
SELECT site, bucket, at, id, kind, item, country, viewer, value, weight, subject, body
FROM events_once
;

-- Scratch: identities of the buckets under way that their site's counting marks. A mark is a term of the books, and
-- takes the event out; or it is `viewed`: with this watched time, somebody has watched long enough for a view.
CREATE TABLE IF NOT EXISTS events_marked
(
    bucket DateTime('UTC'),
    at DateTime64(3, 'UTC'),
    id UUID,
    mark LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (bucket, at, id)
;

-- Every event of the buckets under way once, without those that a mark takes out, and with the views that marks make.
CREATE VIEW IF NOT EXISTS events_net AS
SELECT site, bucket, at, id, kind, item, country, viewer, value, weight, subject, body
FROM events_counted
WHERE (at, id) NOT IN (SELECT at, id FROM events_marked WHERE mark != 'viewed')
UNION ALL
SELECT site, bucket, at, id, 'view' AS kind, item, country, viewer, toUInt32(1) AS value, weight, subject, body
FROM events_counted
WHERE (at, id) IN (SELECT at, id FROM events_marked WHERE mark = 'viewed')
;

-- Which fold of a bucket, day or window is the current one (the highest), with the books of buckets.
-- A roll-up's rows are written first, then its line here: rows of a fold without a line are not read.
-- A bucket is folded whole (`slice_s` = 3600) or in slices of `slice_s` seconds, each of which has a line and a fold
-- number of its own. When all of it is folded anew, the number of that fold is the `base` of its lines, and of those
-- that replace one of them later; lines with a lower base are the current ones no longer.
-- `facts` is how many events have any, `list` the list by which they were classed, and `rule` that of the views.
CREATE TABLE IF NOT EXISTS folds
(
    tier Enum8('bucket' = 1, 'day' = 2, 'window' = 3),
    site LowCardinality(String),
    calendar LowCardinality(String),
    start DateTime('UTC'),
    slice UInt16,
    slice_s UInt16,
    base UInt64,
    fold UInt64,
    stored UInt64,
    counted UInt64,
    duplicates UInt64,
    conflicts UInt64,
    late UInt64,
    bot UInt64,
    data_centre UInt64,
    prefetch UInt64,
    automation UInt64,
    capped UInt64,
    entries UInt64,
    facts UInt64,
    list LowCardinality(String),
    rule LowCardinality(String)
)
ENGINE = ReplacingMergeTree(fold)
ORDER BY (tier, site, calendar, start, slice)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- The current lines of buckets.
CREATE VIEW IF NOT EXISTS bucket_folds AS
SELECT
    site, start, slice, slice_s, base, fold,
    stored, counted, duplicates, conflicts, late, bot, data_centre, prefetch, automation, capped,
    entries, facts, list, rule
FROM folds FINAL
WHERE tier = 'bucket' AND (site, start, base) IN (SELECT site, start, max(base) FROM folds WHERE tier = 'bucket' GROUP BY site, start)
;

-- The roll-up of a bucket, by quarter of an hour.
CREATE TABLE IF NOT EXISTS bucket_rollups
(
    fold UInt64,
    site LowCardinality(String),
    bucket DateTime('UTC'),
    quarter DateTime('UTC'),
    country LowCardinality(String),
    item LowCardinality(String),
    views UInt64,
    watched_ms UInt64,
    sales UInt64,
    opens UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (site, bucket, country, item, quarter)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- Who was seen in a bucket: what viewer-days are counted from.
CREATE TABLE IF NOT EXISTS bucket_viewers
(
    fold UInt64,
    site LowCardinality(String),
    bucket DateTime('UTC'),
    quarter DateTime('UTC'),
    country LowCardinality(String),
    item LowCardinality(String),
    viewer UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (site, bucket, country, item)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- Ranks that another house published, as they came in.
CREATE TABLE IF NOT EXISTS bucket_ranks
(
    fold UInt64,
    site LowCardinality(String),
    bucket DateTime('UTC'),
    at DateTime64(3, 'UTC'),
    chart LowCardinality(String),
    country LowCardinality(String),
    item LowCardinality(String),
    rank UInt32
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (site, bucket, chart, country)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- Catalogue entries and chart specs as they came in; the last one by event time, then id, holds.
CREATE TABLE IF NOT EXISTS bucket_entries
(
    fold UInt64,
    site LowCardinality(String),
    bucket DateTime('UTC'),
    kind LowCardinality(String),
    item String,
    at DateTime64(3, 'UTC'),
    id UUID,
    body String
)
ENGINE = MergeTree
ORDER BY (kind, item, at, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- What holds of each register (kind, item, subject) in a bucket, by quarter of an hour; without a subject, baselines: so
-- many subjects (`weight`) of one value. One item's registers lie together.
CREATE TABLE IF NOT EXISTS bucket_registers
(
    fold UInt64,
    site LowCardinality(String),
    bucket DateTime('UTC'),
    quarter DateTime('UTC'),
    kind LowCardinality(String),
    item String,
    subject String,
    revision UInt32,
    at DateTime64(3, 'UTC'),
    id UUID,
    value UInt32,
    viewer UInt64,
    weight UInt64
)
ENGINE = MergeTree
ORDER BY (site, item, kind, subject, bucket)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- The roll-up of a UTC day, from its buckets: countries and the world.
CREATE TABLE IF NOT EXISTS day_rollups
(
    fold UInt64,
    site LowCardinality(String),
    day DateTime('UTC'),
    region LowCardinality(String),
    item LowCardinality(String),
    views UInt64,
    watched_ms UInt64,
    viewers UInt64,
    sales UInt64,
    opens UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site, day, region, item)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- The roll-up of a calendar's window, from its whole days and, where it begins or ends inside one, from quarters. For
-- each measure and region the items by their totals, the highest first, in pages: a chart of ten reads the first page,
-- and `rests`, each region's highest total on the pages behind (0 where there are none), tell whether those can matter.
-- One row is one page of all regions, so that it is read at once; a fold's number alone says site and calendar.
CREATE TABLE IF NOT EXISTS window_rollups
(
    fold UInt64,
    site LowCardinality(String),
    calendar LowCardinality(String),
    start DateTime('UTC'),
    measure Enum8('views' = 1, 'watched_ms' = 2, 'viewers' = 3, 'sales' = 4, 'opens' = 5),
    page UInt32,
    regions Array(LowCardinality(String)),
    rests Array(UInt64),
    items Array(Array(LowCardinality(String))),
    totals Array(Array(UInt64))
)
ENGINE = MergeTree
ORDER BY (start, fold, measure, page)
SETTINGS index_granularity = 1, fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- The latest revision of each edition. `mark` rises with each publication, so the highest is the current one.
CREATE TABLE IF NOT EXISTS editions
(
    chart LowCardinality(String),
    region LowCardinality(String),
    window Date,
    mark UInt64,
    revision UInt32,
    state LowCardinality(String),
    sealed_at DateTime('UTC'),
    published_at DateTime('UTC'),
    digest FixedString(64)
)
ENGINE = ReplacingMergeTree(mark)
ORDER BY (chart, region, window)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- The lines of editions, by digest: the same digest always has the same lines.
CREATE TABLE IF NOT EXISTS edition_rows
(
    chart LowCardinality(String),
    region LowCardinality(String),
    window Date,
    digest FixedString(64),
    rank UInt32,
    item String,
    peak_rank UInt32,
    weeks_on_chart UInt32,
    streak UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (chart, region, window, digest, rank, item)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
;

-- Up to which fold of a window, and by which spec, a chart has been published.
CREATE TABLE IF NOT EXISTS published
(
    chart LowCardinality(String),
    window Date,
    fold UInt64,
    mark UInt64,
    spec FixedString(64)
)
ENGINE = ReplacingMergeTree(mark)
ORDER BY (chart, window)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, max_suspicious_broken_parts = 0
