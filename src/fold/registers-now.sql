-- The votes of items by kind and value: of all items where none is asked for, and as of an instant that begins a quarter
-- of an hour. Baselines stand apart. With `needs_view` a subject's vote counts only where its viewer viewed or watched
-- the item, or one below it, on the UTC day of the vote; `members` are items, each with one above it in `roots`. Items in
-- `merged` are those in `standing`: who voted on two of them that are one has one vote.
WITH current AS
(
    SELECT start, fold
    FROM bucket_folds
    WHERE site = {site:String}
),
views AS
(
    SELECT transform(toString(item), {merged:Array(String)}, {standing:Array(String)}, toString(item)) AS item, toStartOfDay(bucket) AS day, viewer
    FROM bucket_viewers
    WHERE {needs_view:Bool} AND site = {site:String} AND quarter < toDateTime({before:UInt32}, 'UTC') AND (bucket, fold) IN current
),
viewed AS
(
    SELECT item, day, viewer FROM views
    UNION ALL
    SELECT root AS item, day, viewer
    FROM views
    INNER JOIN
    (
        SELECT root, member
        FROM (SELECT {roots:Array(String)} AS root, {members:Array(String)} AS member)
        ARRAY JOIN root, member
    ) AS families ON views.item = families.member
)
SELECT item, kind, value, sum(subjects) AS subjects, sum(baseline) AS baseline
FROM
(
    SELECT item, kind, won.1 AS value, 1 AS subjects, 0 AS baseline
    FROM
    (
        SELECT
            transform(bucket_registers.item, {merged:Array(String)}, {standing:Array(String)}, bucket_registers.item) AS item,
            kind, subject, argMax((value, at, viewer), (revision, at, toString(id))) AS won
        FROM bucket_registers
        WHERE site = {site:String} AND (empty({items:Array(String)}) OR bucket_registers.item IN {items:Array(String)})
            AND quarter < toDateTime({before:UInt32}, 'UTC') AND (bucket, fold) IN current AND subject != ''
        GROUP BY item, kind, subject
    )
    WHERE value > 0 AND (NOT {needs_view:Bool} OR (item, toStartOfDay(won.2), won.3) IN viewed)
    UNION ALL
    SELECT transform(bucket_registers.item, {merged:Array(String)}, {standing:Array(String)}, bucket_registers.item) AS item, kind, value, 0, weight
    FROM bucket_registers
    WHERE site = {site:String} AND (empty({items:Array(String)}) OR bucket_registers.item IN {items:Array(String)})
        AND quarter < toDateTime({before:UInt32}, 'UTC') AND (bucket, fold) IN current AND subject = ''
)
GROUP BY item, kind, value
ORDER BY item, kind, value
