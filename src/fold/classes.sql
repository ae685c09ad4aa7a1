-- Marks the invalid traffic among the events of some buckets: the first line of the site's list that fits an event's
-- facts decides. A line's facts that end in = or : are how facts begin, else they are one fact.
INSERT INTO events_marked (bucket, at, id, mark)
SELECT bucket, at, id, mark
FROM
(
    SELECT
        bucket, at, id,
        arrayFirst(
            (class, facts) -> arrayExists(token -> if(endsWith(facts, '=') OR endsWith(facts, ':'), startsWith(token, facts), token = facts), splitByChar(' ', body)),
            {classes:Array(String)}, {facts:Array(String)}
        ) AS mark
    FROM events_counted
    WHERE site = {site:String} AND bucket IN (SELECT toDateTime(arrayJoin({reach_buckets:Array(UInt32)}), 'UTC'))
        AND at >= toDateTime64({reach_from:UInt32}, 3, 'UTC') AND at < toDateTime64({reach_to:UInt32}, 3, 'UTC')
        AND body != '' AND kind IN {kinds_with_facts:Array(String)}
)
WHERE mark NOT IN ('', 'counted')
