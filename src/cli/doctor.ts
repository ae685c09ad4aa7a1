// `housecount doctor`: is all well?
import type { Command } from 'commander'
import type { House } from '../app.ts'
import { readSettings } from '../config.ts'
import { type Books, equation, RULE_TERMS } from '../domain/bucket.ts'
import { Failure } from '../domain/problem.ts'
import { type Health, healthOf, logHealth } from '../publish/health.ts'
import { command } from './command.ts'
import { n, print, printJson } from './output.ts'
import { type CommonFlags, withHouse } from './with-house.ts'

/** Items told of in a terminal; --json has all. */
const SHOWN_MAX = 10

export const doctorCommand = (): Command =>
  command('doctor', 'prove the log, the store, the books and the editions; exit code 1 if anything is wrong', [
    'doctor --data /var/lib/housecount',
  ]).action((flags: CommonFlags) =>
    examine(flags).catch(async (error) => {
      if (!(error instanceof Failure && error.code === 'log-rotten')) throw error
      await tellRot(flags, error)
    }),
  )

/** Books that do not balance keep anything from being published, and are what is asked for here. */
const examine = (flags: CommonFlags): Promise<void> => withHouse(flags, tellHealth(flags), { tolerates: 'books' })

const tellHealth = (flags: CommonFlags) => async (house: House) => {
  const health = await healthOf(house, house.log.directory)
  if (!health.ok) process.exitCode = 1
  if (flags.json) return printJson(health)
  const { log, store, books, editions, notInCatalogue } = health
  printLog(log)
  print(`${mark(store.equalsLog)} store     ${n(store.events)} events`)
  print(`${mark(books.balance)} books     ${equation(books, n)}`)
  for (const each of books.unbalanced.slice(0, SHOWN_MAX)) print(`     ${each.site} ${each.hour}: ${equation(each, n)}`)
  print(`${mark(editions.broken.length === 0)} editions  ${n(editions.published)} published`)
  for (const text of editions.broken.slice(0, SHOWN_MAX)) print(`     ${text}`)
  print(`note traffic: ${trafficWords(books)}`)
  if (notInCatalogue.length === 0) return
  const more = notInCatalogue.length > SHOWN_MAX ? ' …' : ''
  print(
    `note counted, but not in the catalogue (${n(notInCatalogue.length)}): ${notInCatalogue.slice(0, SHOWN_MAX).join(', ')}${more}`,
  )
}

/** What came, each event once, what counts of it, and what took the others out. */
function trafficWords(books: Books): string {
  const out = RULE_TERMS.map((term) => ({ term, events: books[term] ?? 0 }))
  const gross = out.reduce((sum, { events }) => sum + events, books.counted)
  return `gross ${n(gross)}, net ${n(books.counted)}; ${out.map(({ term, events }) => `${term} ${n(events)}`).join(', ')}`
}

/** A log with rot in it does not open, so nothing that is derived from it can be proven either. */
async function tellRot(flags: CommonFlags, failure: Failure): Promise<void> {
  process.exitCode = 1
  const { data } = await readSettings({ data: flags.data })
  const log = await logHealth(data, failure)
  if (flags.json) return printJson({ ok: false, log })
  printLog(log)
  print('     bring what is broken back from a copy; store, books and editions can be proven once the log is sound')
}

const mark = (well: boolean) => (well ? 'ok  ' : 'BAD ')

function printLog(log: Health['log']): void {
  print(`${mark(log.rotten.length === 0)} log       ${n(log.events)} events in ${n(log.segments)} segments`)
  for (const text of log.rotten) print(`     ${text}`)
}
