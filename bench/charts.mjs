// From an audience's events to the world's and 94 countries' weekly Top 10s: what loading, folding, ranking and
// publishing cost, and how much quicker a Top 10 comes from roll-ups than from the events themselves.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EditionFiles } from '../dist/charts/edition-files.js'
import { Publisher } from '../dist/charts/publish-edition.js'
import { rankWindow } from '../dist/charts/rank-window.js'
import { parseChartSpec } from '../dist/charts/spec.js'
import { TotalsReader } from '../dist/charts/totals.js'
import { WaitingRestatements } from '../dist/charts/waiting.js'
import { windowAt } from '../dist/domain/window.js'
import { readEntries } from '../dist/fold/entries.js'
import { Folder } from '../dist/fold/run.js'
import { Log } from '../dist/log/append.js'
import { EmbeddedStore } from '../dist/store/embedded.js'
import { Loader } from '../dist/store/load.js'
import { CATALOGUE, COUNTRIES, catalogueLines, FROM, WEEKS, watchLines } from './generate.mjs'
import { bytesUnder, median, peakMib, printFigure, timed } from './measure.mjs'
import { makeRawCatalogue, rawTop10s } from './raw-top10.mjs'

const RUNS = 9
const DAY_MS = 86_400_000
const WEEK = { kind: 'week', startsOn: 'monday', timeZone: 'UTC' }
const SPECS = ['film', 'season'].map((kind) => {
  const methods = [{ version: 1, measure: 'views', formula: 'hours-per-runtime', roundViewsTo: 100_000 }]
  return parseChartSpec({ id: kind, title: kind, window: WEEK, filter: { kinds: [kind] }, methods }).value
})
/** A week in the middle. */
const WINDOW = windowAt(WEEK, FROM + (WEEKS >> 1) * 7 * DAY_MS)

/** @param events how many; a quarter of them is measured first, to see whether the cost of an event stays the same */
export async function benchCharts({ events }) {
  const small = await measure(events / 4)
  const large = await measure(events)
  printFigure('charts', events, 'load_cost_ratio', large.load / small.load, '')
  printFigure('charts', events, 'fold_cost_ratio', large.fold / small.fold, '')
}

async function measure(events) {
  const directory = await mkdtemp(join(tmpdir(), 'housecount-bench-'))
  const print = (figure, value, unit) => printFigure('charts', events, figure, value, unit)
  try {
    return await measureIn(directory, events, print)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function measureIn(directory, events, print) {
  const log = await Log.open(join(directory, 'log'))
  await log.append(catalogueLines())
  for (const lines of watchLines(events, 50_000)) await log.append(lines)
  const store = await EmbeddedStore.open(join(directory, 'store'))
  const loader = new Loader(store, log.directory, log.name)
  const [load, loaded] = await timed(() => loader.load())
  const millions = loaded.events / 1e6
  print('load_seconds_per_million_events', load / millions, 's')

  const folder = await Folder.open(store)
  const [buckets] = await timed(() => folder.foldBuckets(loaded.touched))
  const [days] = await timed(() => folder.foldDays())
  const [windows] = await timed(() => folder.foldWindows('main', WEEK))
  const fold = buckets + days + windows
  print('fold_seconds_per_million_events', fold / millions, 's')
  print('fold_buckets_seconds_per_million_events', buckets / millions, 's')
  print('fold_days_seconds_per_million_events', days / millions, 's')
  print('fold_windows_seconds_per_million_events', windows / millions, 's')
  await store.run('OPTIMIZE TABLE events FINAL')

  await compareTop10s(store, print)
  await publishAll(directory, store, print)
  print('log_bytes_per_event', bytesUnder(log.directory) / loaded.events, 'B')
  print('store_bytes_per_event', (await storedBytes(store)) / loaded.events, 'B')
  print('store_events_bytes_per_event', (await storedBytes(store, 'events')) / loaded.events, 'B')
  print('peak_memory_of_process', peakMib(process.pid), 'MiB')
  print('peak_memory_of_engine', peakMib(store.pid), 'MiB')
  await store.close()
  await log.close()
  return { load: load / millions, fold: fold / millions }
}

/** One week's Top 10s of the world and of every country in both categories, from roll-ups and from raw events. */
async function compareTop10s(store, print) {
  const { catalogues } = await readEntries(store)
  const catalogue = catalogues.get('main')
  const [row] = await store.rows(
    "SELECT max(fold) AS fold FROM folds WHERE tier = 'window' AND start = toDateTime({start:UInt32}, 'UTC')",
    { start: WINDOW.from / 1000 },
  )
  const fromRollups = () => top10s(store, catalogue, { window: WINDOW, fold: Number(row.fold) })
  const rollup = await median(RUNS, fromRollups)
  print('top10s_from_rollups_seconds', rollup, 's')

  await makeRawCatalogue(store, CATALOGUE)
  const expected = await fromRollups()
  assert.equal(expected.size, SPECS.length * (COUNTRIES.length + 1))
  let raw = Number.POSITIVE_INFINITY
  for (const { name, ask } of rawTop10s) {
    assert.deepEqual(await ask(store, WINDOW), expected, `raw events, ${name}, give other Top 10s`)
    const seconds = await median(RUNS, () => ask(store, WINDOW))
    print(`top10s_from_raw_events_seconds: ${name}`, seconds, 's')
    raw = Math.min(raw, seconds)
  }
  print('whole_lists_read', wholes, '')
  print('rollup_speedup', raw / rollup, 'x')
}

/** How often first pages did not decide. */
let wholes = 0

async function top10s(store, catalogue, folded) {
  const lists = new Map()
  const reader = new TotalsReader(store)
  for (const spec of SPECS) {
    const [method] = spec.methods
    const [totals] = await reader.read(spec, method, [folded], catalogue, 'first-pages')
    const readWhole = () => {
      wholes++
      return reader.readWhole(method, folded)
    }
    for (const [region, rows] of await rankWindow(spec, WINDOW, catalogue, { method, totals, readWhole }))
      lists.set(
        `${spec.id}/${region}`,
        rows.map(({ item, watchedMs }) => `${item} ${watchedMs}`),
      )
  }
  return lists
}

/** Everything, as files and rows with history; then what one more week costs once all before it stand. */
async function publishAll(directory, store, print) {
  const files = new EditionFiles(join(directory, 'editions'))
  const { catalogues, digest } = await readEntries(store)
  const occasion = {
    catalogue: catalogues.get('main'),
    change: { before: digest, now: digest, items: new Set() },
    now: FROM + 400 * DAY_MS,
    reason: 'bench',
  }
  const waiting = await WaitingRestatements.open(join(directory, 'waiting.json'))
  const publisher = await Publisher.open(store, files, waiting)
  const publish = async () => {
    let editions = 0
    for (const spec of SPECS) editions += (await publisher.publish(spec, occasion)).editions
    return editions
  }
  const [seconds, editions] = await timed(publish)
  assert.equal(editions, SPECS.length * WEEKS * (COUNTRIES.length + 1))
  print('publication_seconds_per_week', seconds / WEEKS, 's')
  const [idle] = await timed(publish)
  print('publication_seconds_with_nothing_new', idle, 's')
}

async function storedBytes(store, table = '') {
  const sql =
    "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase() AND table != 'bench_catalogue' AND ({table:String} = '' OR table = {table:String})"
  return Number((await store.rows(sql, { table }))[0].bytes)
}
