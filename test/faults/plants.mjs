// Bugs that would make a published number wrong, each as one replacement in the source and the quickest check that
// should find it. A replacement whose place is not found exactly once fails: the source has moved on, and it must too.
import { PLANTS_IN_THE_LOG } from './plants-in-the-log.mjs'

const KILLS = { scenario: ['random-kills', '--kills', '24'] }
const NETWORK = { scenario: ['network', '--cuts', '40'] }
const STREAMS = { test: 'test/streams.test.ts', env: { STREAMS: '250' } }
const COLLECTOR = { test: 'src/collect/collector.test.ts' }
const SIMULATOR = { test: 'test/simulator.test.ts' }
const LOAD = { test: 'src/store/load.test.ts' }
const FOLD = { test: 'src/fold/run.test.ts' }
const PUBLISH = (title) => ({ test: 'test/publish.test.ts', title })
const EDITION = { test: 'src/charts/edition.test.ts' }
const EDITION_FILES = { test: 'src/charts/edition-files.test.ts' }
const HANGS = { test: 'src/store/embedded.test.ts', title: 'hangs, and starts another' }
const REGISTERS = { test: 'test/registers.test.ts' }
const ENGINE_LOST = { test: 'test/engine-lost.test.ts' }

export const PLANTS = [
  ...PLANTS_IN_THE_LOG,
  // From the log into the store.
  {
    name: 'loaded twice after a crash',
    file: 'src/store/load.ts',
    from: 'this.#cursors.set(segment, known.cursor)',
    to: 'this.#checked = true',
    check: LOAD,
  },
  {
    name: 'a segment that may still grow is taken for whole',
    file: 'src/store/load.ts',
    from: 'if (segment !== layout.segments.at(-1)) this.#complete',
    to: 'this.#complete',
    check: LOAD,
  },
  {
    name: 'the end of a segment is skipped once the next one is begun',
    file: 'src/store/load.ts',
    from: 'if (this.#complete.has(segment)) continue',
    to: 'if (this.#complete.has(segment) || (this.#cursors.has(segment) && segment !== layout.segments.at(-1))) continue',
    check: LOAD,
  },
  {
    name: 'what the store holds wrongly is kept',
    file: 'src/store/load.ts',
    from: 'const whole = rows === offsets && rows === end',
    to: 'const whole = true',
    check: LOAD,
  },
  {
    name: 'the engine that was started anew is trusted with what the last one held',
    file: 'src/app.ts',
    from: 'if (this.#workers?.generation === generation) return this.#workers',
    to: 'if (this.#workers) return this.#workers',
    check: ENGINE_LOST,
  },
  {
    name: 'answers of two engines are taken together',
    file: 'src/store/store.ts',
    from: 'if (store.generation === generation) return answer',
    to: 'return answer',
    check: { test: 'src/store/pinned.test.ts' },
  },
  {
    name: 'an engine that hangs is waited for',
    file: 'src/store/embedded.ts',
    from: "else if (++silent > silentBeatsMax) child.kill('SIGKILL')",
    to: '',
    check: HANGS,
  },
  {
    name: 'an engine without its files is kept',
    file: 'src/store/embedded.ts',
    from: 'this.#giveUp(error)',
    to: '{}',
    check: ENGINE_LOST,
  },
  // From events to numbers.
  {
    name: 'what was loaded before a crash is not folded after it',
    file: 'src/app.ts',
    from: 'this.#looked ? loaded.touched : await folder.findStaleBuckets()',
    to: 'loaded.touched',
    check: ENGINE_LOST,
  },
  {
    name: 'a duplicate is counted',
    file: 'src/store/schema.sql',
    from: 'WHERE (at, id) NOT IN (SELECT at, id FROM events_once)\nUNION ALL',
    to: 'UNION ALL',
    check: KILLS,
  },
  {
    name: 'duplicates are removed in a sliding window',
    file: 'src/fold/copy-once.sql',
    from: 'HAVING count() > 1',
    to: 'HAVING count() > 1 AND max(offset) - min(offset) < 200',
    check: KILLS,
  },
  {
    name: 'of all duplicates of an instant one is counted',
    file: 'src/fold/copy-once.sql',
    from: 'LIMIT 1 BY bucket, at, id',
    to: 'LIMIT 1 BY bucket, at',
    check: KILLS,
  },
  {
    name: 'the order of arrival decides a conflict',
    file: 'src/fold/copy-once.sql',
    from: 'at, id, toString(kind), toString(item), toString(country), viewer, value, weight, subject, body, log',
    to: 'at, id, log',
    check: STREAMS,
  },
  {
    name: 'sums in floating point',
    file: 'src/fold/measures.sql',
    from: "sumIf(weight, kind = 'view')",
    to: "toUInt64(sumIf(toFloat32(weight), kind = 'view'))",
    check: FOLD,
  },
  {
    name: 'the weight is ignored',
    file: 'src/fold/measures.sql',
    from: "sumIf(weight, kind = 'view')",
    to: "countIf(kind = 'view')",
    check: FOLD,
  },
  {
    name: 'an event that came too late is counted',
    file: 'src/collect/receive.ts',
    from: 'late ? lateEvent(eventOf(input.value, this.sender, this.now)) : admission.event',
    to: 'late ? eventOf(input.value, this.sender, this.now) : admission.event',
    check: COLLECTOR,
  },
  {
    name: 'a late event is no term of the books',
    file: 'src/fold/books.sql',
    from: "uniqExactIf((at, id), kind != 'late')",
    to: 'uniqExact((at, id))',
    check: FOLD,
  },
  {
    name: 'a roll-up is added to',
    file: 'src/fold/days.sql',
    from: "SELECT toStartOfDay(bucket) AS day, region, item, sum(views) AS v, sum(watched_ms) AS w, 0 AS p, sum(sales) AS s, sum(opens) AS o\n    FROM bucket_rollups\n    ARRAY JOIN [country, 'world'] AS region\n    WHERE site = {site:String} AND (bucket, fold) IN current",
    to: "SELECT toStartOfDay(bucket) AS day, region, item, sum(views) AS v, sum(watched_ms) AS w, 0 AS p, sum(sales) AS s, sum(opens) AS o\n    FROM bucket_rollups\n    ARRAY JOIN [country, 'world'] AS region\n    WHERE site = {site:String} AND toStartOfDay(bucket) IN (SELECT toStartOfDay(start) FROM folds WHERE tier = 'bucket')",
    check: NETWORK,
  },
  {
    name: 'a window begins an hour late',
    file: 'src/domain/window.ts',
    from: 'from: start(first), to: start(after) }',
    to: 'from: (start(first) + 3_600_000) as Instant, to: start(after) }',
    check: NETWORK,
  },
  {
    name: 'a bucket ends a moment late',
    file: 'src/store/schema.sql',
    from: 'MATERIALIZED toStartOfHour(at)',
    to: 'MATERIALIZED toStartOfHour(at - INTERVAL 1 MILLISECOND)',
    check: NETWORK,
  },
  {
    name: 'of two values of a register the one that was folded later holds',
    file: 'src/fold/registers-now.sql',
    from: '(revision, at, toString(id))) AS won',
    to: 'fold) AS won',
    check: REGISTERS,
  },
  {
    name: 'of two values of a register at one instant either holds',
    file: 'src/fold/registers.sql',
    from: 'ORDER BY revision DESC, at DESC, toString(id) DESC',
    to: 'ORDER BY revision DESC, at DESC',
    check: REGISTERS,
  },
  {
    name: 'taking back adds a vote',
    file: 'src/fold/registers-now.sql',
    from: 'WHERE value > 0 AND',
    to: 'WHERE',
    check: REGISTERS,
  },
  {
    name: 'taking back is not seen',
    file: 'src/fold/registers.sql',
    from: "AND subject != ''",
    to: "AND subject != '' AND value > 0",
    check: REGISTERS,
  },
  // What is published.
  {
    name: 'numbers are published whose books do not balance',
    file: 'src/charts/window-reader.ts',
    from: "if (rows.some(({ unbalanced }) => unbalanced !== '0'))",
    to: 'if (false)',
    check: { test: 'test/books.test.ts' },
  },
  {
    name: 'a final edition is changed in place',
    file: 'src/charts/edition-files.ts',
    from: 'edition.revision > 0 && revisions.includes(edition.revision)',
    to: 'false',
    check: EDITION_FILES,
  },
  {
    name: 'an edition is published whose name is not synced',
    file: 'src/charts/edition-files.ts',
    from: '    await this.disk.syncDirectory(dirname(path))\n',
    to: '',
    check: EDITION_FILES,
  },
  {
    name: 'a restated edition has the number of the one before',
    file: 'src/charts/edition.ts',
    from: 'latest.revision + 1',
    to: 'latest.revision',
    check: EDITION,
  },
  {
    name: 'a restated edition overwrites the file of the one before',
    file: 'src/charts/edition-files.ts',
    from: '{revision}.json',
    to: '{Math.min(revision, 1)}.json',
    check: PUBLISH('is provisional'),
  },
  {
    name: 'an edition that was changed afterwards is served',
    file: 'src/charts/edition-files.ts',
    from: 'digestOf(edition) !== edition.digest',
    to: 'edition.digest === undefined',
    check: EDITION_FILES,
  },
  // What comes in, by the simulator.
  {
    name: 'a duplicate is answered before its first copy is on the disk',
    file: 'src/collect/receive.ts',
    from: "if (typeof met === 'number') this.#awaitFirstCopy(met)",
    to: "if (typeof met === 'number') void this.#awaitFirstCopy",
    check: SIMULATOR,
  },
  {
    name: 'a request is answered though one of its commits failed',
    file: 'src/collect/commits.ts',
    from: '    for (const known of commit.whenKnown) known(failure)',
    to: '    for (const known of commit.whenKnown) known(undefined)',
    check: SIMULATOR,
  },
  {
    name: 'the order of arrival decides a conflict in the plain fold',
    file: 'src/fold/plain.ts',
    from: 'if (!other || sortsBefore(event, other))',
    to: 'if (!other)',
    check: SIMULATOR,
  },
  {
    name: 'a late event takes the identity of one that came in time',
    file: 'src/collect/receive.ts',
    from: 'late ? { ...event, at: input.value.at } : event',
    to: 'late ? eventOf(input.value, this.sender, this.now) : event',
    check: SIMULATOR,
  },
  {
    name: 'an identity is the same on every site',
    file: 'src/collect/recent.ts',
    from: 'key[SITE] = this.#siteNumber(event.site)',
    to: 'key[SITE] = 1',
    check: SIMULATOR,
  },
  {
    name: 'names that a killed process left are not synced when a log is opened',
    file: 'src/log/open.ts',
    from: '  await disk.syncDirectory(directory)\n',
    to: '',
    check: SIMULATOR,
  },
]
