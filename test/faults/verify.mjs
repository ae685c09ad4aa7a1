// What is left when all is over: the ids in the log against those that were acknowledged, and the published totals
// against the ids in the log, week by week and item by item.
import { atOf, itemOf, numberOf, WEEKS, weekOf } from './sender.mjs'

/**
 * Stops the house and reads everything. `lost`: acknowledged and not in the log, or in the log and not published.
 * `counted twice`: published more often than there are ids.
 */
export async function verify(house, sender) {
  await house.stop()
  const { readLines } = await import(`${house.root}/dist/log/read.js`)
  const logged = new Set()
  let lines = 0
  for await (const line of readLines(house.log)) {
    const number = numberOf(line.split('\t', 4)[3])
    if (number === undefined) continue
    logged.add(number)
    lines++
  }
  let lost = [...sender.acknowledged].filter((number) => !logged.has(number)).length
  const neverSent = [...logged].filter((number) => number > sender.sent).length
  let twice = 0
  const expected = countOf(logged)
  const published = await publishedViews(house, logged.size > 0 ? WEEKS : [])
  for (const key of new Set([...expected.keys(), ...published.keys()])) {
    const more = (published.get(key) ?? 0) - (expected.get(key) ?? 0)
    lost += Math.max(0, -more)
    twice += Math.max(0, more)
  }
  const notWell = await house.run(['doctor', '--json']).then(
    () => undefined,
    (error) => error.message,
  )
  const failed =
    notWell ??
    (sender.givenUp ? 'events were not taken even after the faults were over' : undefined) ??
    (neverSent > 0 ? `${neverSent} events in the log were never sent` : undefined)
  return {
    acknowledged: sender.acknowledged.size,
    'in the log': lines,
    'of them again': lines - logged.size,
    lost,
    'counted twice': twice,
    ...(failed && { failed }),
  }
}

/** How many events there are of each week and item. */
function countOf(numbers) {
  const counts = new Map()
  for (const number of numbers) {
    const key = `${weekOf(atOf(number))} ${itemOf(number)}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** The same as it is published. */
async function publishedViews(house, weeks) {
  const views = new Map()
  for (const week of weeks) {
    const edition = JSON.parse(await house.run(['chart', 'views', '--week', week, '--json']))
    for (const row of edition.rows) views.set(`${week} ${row.item}`, row.views)
  }
  return views
}
