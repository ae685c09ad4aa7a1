// The same Top 10s without roll-ups: one statement over the raw events, as good as we could make it. Events are
// deduplicated (time and id), summed by country and item, given to their country and the world, divided by the running
// time, and the first ten of each category and region are kept. Several ways to deduplicate; the fastest is compared.
const DEDUPLICATIONS = {
  'group by': 'SELECT any(item) AS item, any(country) AS country, any(value * weight) AS ms FROM week GROUP BY at, id',
  'group by, in order':
    'SELECT any(item) AS item, any(country) AS country, any(value * weight) AS ms FROM week GROUP BY bucket, at, id SETTINGS optimize_aggregation_in_order = 1',
  distinct: 'SELECT DISTINCT at, id, item, country, value * weight AS ms FROM week',
  'distinct, in order':
    'SELECT DISTINCT bucket, at, id, item, country, value * weight AS ms FROM week SETTINGS optimize_distinct_in_order = 1',
  'limit 1 by': 'SELECT item, country, value * weight AS ms FROM week LIMIT 1 BY at, id',
  // Finds the few that stand twice first, and takes what they count too much off again.
  'less the repeated': `SELECT item, country, toInt64(value * weight) AS ms FROM week
    UNION ALL
    SELECT any(item), any(country), -toInt64(any(value * weight)) * (count() - 1) FROM week
    WHERE (at, id) IN (SELECT at, id FROM week GROUP BY at, id HAVING count() > 1) GROUP BY at, id`,
}

const sqlOf = (deduplicated) => `
WITH week AS
(
    SELECT bucket, at, id, item, country, value, weight
    FROM events
    WHERE site = 'main' AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC') AND kind = 'watch'
)
SELECT kind, region, item, toString(total) AS watched
FROM
(
    SELECT region, item, sum(ms) AS total
    FROM (SELECT country, item, sum(ms) AS ms FROM (${deduplicated}) GROUP BY country, item)
    ARRAY JOIN [country, 'world'] AS region
    GROUP BY region, item
) AS totals
INNER JOIN bench_catalogue USING (item)
ORDER BY kind, region, total / runtime_ms DESC, total DESC, item
LIMIT 10 BY kind, region`

export async function makeRawCatalogue(store, catalogue) {
  await store.run(
    'CREATE TABLE bench_catalogue (item LowCardinality(String), kind LowCardinality(String), runtime_ms UInt64) ENGINE = MergeTree ORDER BY item',
  )
  const lines = catalogue.map(({ id, kind, runtimeMs }) => `${id}\t${kind}\t${runtimeMs}\n`)
  await store.insert('bench_catalogue', Buffer.from(lines.join('')))
}

/** Every way to ask, by name: each gives `kind/region` with its items in order. */
export const rawTop10s = Object.entries(DEDUPLICATIONS).map(([name, deduplicated]) => ({
  name,
  ask: async (store, window) => {
    const params = { from: window.from / 1000, to: window.to / 1000 }
    const lists = new Map()
    for (const { kind, region, item, watched } of await store.rows(sqlOf(deduplicated), params)) {
      const key = `${kind}/${region}`
      if (!lists.has(key)) lists.set(key, [])
      lists.get(key).push(`${item} ${watched}`)
    }
    return lists
  },
}))
