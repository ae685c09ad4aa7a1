// What has to hold when a run is over. The clean run has every fact that a collector answered with `stored`,
// `duplicate` or `conflict`, whether or not the answer arrived: that is taken from the ledger alone. What was never
// answered may be in a log or not, and is in the clean run exactly if a log has it. A fact is in time by the clock of
// the collector that it reaches: one that was too late wherever it came, or never sent, is in no log but as late.
import { type Books, balances } from '../../src/domain/bucket.ts'
import { readLine } from '../../src/domain/event-line.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { eachOnce } from '../../src/fold/plain.ts'
import { SITES } from './audience.ts'
import { cleanRun, editionsOf } from './editions.ts'
import { type Fact, lineWithoutPlace } from './fact.ts'
import type { Ledger } from './ledger.ts'
import type { World } from './world.ts'

/** What one log holds, counted by content: of what came in time, and of what came too late. */
interface Found {
  readonly counted: ReadonlyMap<string, number>
  readonly late: ReadonlyMap<string, number>
}

/** Compares the logs, as their reader gives them, with the ledger and with the clean run. */
export async function audit(world: World, ledger: Ledger, logs: readonly (readonly string[])[]): Promise<void> {
  const found = logs.map(foundIn)
  for (const [number, each] of found.entries()) {
    const account = ledger.accountOf(number)
    const wrong =
      findWrong(account.came, account.promised, each.counted) ??
      findWrong(account.cameLate, account.promisedLate, each.late)
    if (wrong) world.fail(`collector ${number}: ${wrong}`)
    for (const line of each.counted.keys())
      if (!account.promised.has(line)) world.count('never acknowledged by the log that has it')
  }
  if (world.wrong) return
  const accepted = acceptedFacts(ledger, found)
  const lines = logs.flat()
  const clean = await cleanRun(accepted)
  const published = editionsOf(lines)
  for (const edition of published) world.note(`publishes ${edition}`)
  const wrong = compare(editionsOf(clean), published) ?? findWrongBooks(lines, accepted)
  if (wrong) world.fail(wrong)
}

function foundIn(lines: readonly string[]): Found {
  const counted = new Map<string, number>()
  const late = new Map<string, number>()
  for (const line of lines) {
    const { kind, site, body } = readLine(line)
    const [found, key] = kind === 'late' ? [late, `${site} ${body}`] : [counted, lineWithoutPlace(line)]
    found.set(key, (found.get(key) ?? 0) + 1)
  }
  return { counted, late }
}

function findWrong(
  came: ReadonlyMap<string, number>,
  promised: ReadonlySet<string>,
  found: ReadonlyMap<string, number>,
): string | undefined {
  for (const line of promised) if (!found.has(line)) return `it promised ${line}, and it is not in its log`
  for (const [line, times] of found) {
    const cameTimes = came.get(line) ?? 0
    if (times > cameTimes) return `its log holds ${times} times what came ${cameTimes} times: ${line}`
  }
  return undefined
}

function acceptedFacts(ledger: Ledger, found: readonly Found[]): ReadonlySet<Fact> {
  const accepted = new Set<Fact>()
  const lines = [
    ...ledger.accounts.flatMap(({ promised }) => [...promised]),
    ...found.flatMap((f) => [...f.counted.keys()]),
  ]
  for (const line of lines) {
    const fact = ledger.facts.get(line)
    if (fact) accepted.add(fact)
  }
  return accepted
}

function compare(clean: readonly string[], published: readonly string[]): string | undefined {
  const length = Math.max(clean.length, published.length)
  for (let i = 0; i < length; i++)
    if (clean[i] !== published[i]) return `the clean run publishes ${clean[i]}, and this one ${published[i]}`
  return undefined
}

/**
 * The conservation equation of each bucket. `stored` and `late` are lines of the logs, `counted` is what the plain fold
 * keeps; which content of an identity is to be kept, and which lines are copies of it, is found here by another rule
 * for the same order: fields as texts of one length.
 */
function findWrongBooks(lines: readonly string[], accepted: ReadonlySet<Fact>): string | undefined {
  const books = new Map<string, { -readonly [term in keyof Books]: number }>()
  const bookOf = (bucket: string) => {
    const book = books.get(bucket) ?? { stored: 0, counted: 0, duplicates: 0, conflicts: 0, late: 0 }
    books.set(bucket, book)
    return book
  }
  const kept = keptLines(accepted)
  const met = new Set<string>()
  const events = lines.map(readLine)
  for (const [i, event] of events.entries()) {
    const book = bookOf(bucketOf(event))
    const line = lineWithoutPlace(lines[i] as string)
    book.stored++
    if (event.kind === 'late') book.late++
    else if (!kept.has(line)) book.conflicts++
    else if (met.has(line)) book.duplicates++
    if (event.kind !== 'late') met.add(line)
  }
  for (const event of SITES.flatMap((site) => eachOnce(events, site))) bookOf(bucketOf(event)).counted++
  for (const [bucket, book] of books)
    if (!balances(book)) return `the books of ${bucket} do not balance: ${JSON.stringify(book)}`
  return undefined
}

const bucketOf = ({ site, at }: { readonly site: string; readonly at: number }): string =>
  `${site} ${new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString()}`

/** Of each identity the content that sorts first. */
function keptLines(facts: ReadonlySet<Fact>): ReadonlySet<string> {
  const kept = new Map<string, Fact>()
  for (const fact of facts) {
    const other = kept.get(fact.identity)
    if (!other || sortText(fact) < sortText(other)) kept.set(fact.identity, fact)
  }
  return new Set([...kept.values()].map(({ line }) => line))
}

const sortText = ({ event: { kind, item, country, viewer, value, weight, body } }: Fact): string =>
  [
    kind,
    item,
    country,
    viewer.padStart(20, '0'),
    String(value).padStart(16, '0'),
    String(weight).padStart(16, '0'),
    body,
  ].join('\0')
