// What is left when all is over: the ids in the log against those that were acknowledged, and the published totals
// against the ids in the log, week by week.
import { atOf, numberOf, WEEKS, weekOf } from './sender.mjs'

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
  const expected = new Map(WEEKS.map((week) => [week, 0]))
  for (const number of logged) expected.set(weekOf(atOf(number)), expected.get(weekOf(atOf(number))) + 1)
  for (const [week, events] of expected) {
    const published = events > 0 ? await publishedViews(house, week) : 0
    lost += Math.max(0, events - published)
    twice += Math.max(0, published - events)
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
    lost,
    'counted twice': twice,
    ...(failed && { failed }),
  }
}

async function publishedViews(house, week) {
  const edition = JSON.parse(await house.run(['chart', 'views', '--week', week, '--json']))
  return edition.rows.reduce((sum, row) => sum + row.views, 0)
}
