// Imports and the data directories they fill, in real processes: what is kept, what is refused, what is proven.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIG,
  digestsIn,
  ended,
  eventOf,
  FIXTURES,
  lines,
  type Ran,
  run,
  SEASON,
  SHOW,
  serveHere,
  start,
  temporary,
  temporaryHere,
} from './process.ts'

const GLOBAL = join(FIXTURES, 'global.tsv')
const COUNTRIES = join(FIXTURES, 'countries.tsv')
const MOST_POPULAR = join(FIXTURES, 'most-popular.tsv')

/** Shared by the tests that only ask, or that repeat what was done. */
const root = temporary()
const netflix = join(root, 'netflix')
const audience = join(root, 'audience')
const none = join(root, 'none')

const ask = (...args: string[]) => run([...args, '--data', netflix])
const json = (ran: Ran) => JSON.parse(ran.out)

beforeAll(async () => {
  writeFileSync(join(root, 'housecount.config.ts'), CONFIG)
  writeFileSync(
    join(root, 'items.ndjson'),
    lines([SHOW, SEASON, { id: 'ash', kind: 'film', title: 'Twin' }, { id: 'birch', kind: 'film', title: 'Twin' }]),
  )
  const both = await Promise.all([
    run(['import', 'netflix-top10', GLOBAL, COUNTRIES, MOST_POPULAR, '--data', netflix]),
    run(['import', 'items', 'items.ndjson', '--data', audience], { cwd: root }),
  ])
  expect(both.map(({ code, err }) => ({ code, err }))).toEqual([
    { code: 0, err: '' },
    { code: 0, err: '' },
  ])
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('again', () => {
  test('what is imported twice, and what is counted again from the log, gives the same editions', async () => {
    const data = join(temporaryHere(), 'data')
    await run(['import', 'netflix-top10', GLOBAL, COUNTRIES, MOST_POPULAR, '--data', data])
    const before = digestsIn(data)
    expect(Object.keys(before).length).toBeGreaterThan(10)

    const again = await run(['import', 'netflix-top10', GLOBAL, '--data', data, '--json'])
    expect(json(again)).toMatchObject([{ stored: 0, skipped: 10 }])
    expect(digestsIn(data)).toEqual(before)

    rmSync(join(data, 'imports'), { recursive: true })
    expect(json(await run(['import', 'netflix-top10', GLOBAL, '--data', data, '--json']))).toMatchObject([
      { stored: 10 },
    ])
    expect(digestsIn(data)).toEqual(before)

    rmSync(join(data, 'store'), { recursive: true })
    const rebuilt = await run(['rebuild', '--data', data])
    expect([rebuilt.code, rebuilt.out]).toEqual([0, expect.stringContaining('; 0 editions differ')])
    expect(digestsIn(data)).toEqual(before)
    expect((await run(['doctor', '--data', data])).code).toBe(0)
  })
})

describe('doctor', () => {
  test('good data is told to be good', async () => {
    const { code, out, err } = await ask('doctor')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^ok {3}log .*\nok {3}store .*\nok {3}books .*\nok {3}editions .*\nnote traffic: .*\n$/)
  })

  test('a flipped byte is told by segment and byte, though the log does not open', async () => {
    const data = join(temporaryHere(), 'data')
    cpSync(netflix, data, { recursive: true })
    const segment = join(data, 'log', '00000001.log')
    const bytes = readFileSync(segment)
    const frame = bytes.indexOf('\n#frame ') + 1
    const flipped = bytes.indexOf('\n', frame) + 20
    bytes[flipped] = (bytes[flipped] ?? 0) ^ 1
    writeFileSync(segment, bytes)
    const { code, out } = await run(['doctor', '--data', data])
    expect(code).toBe(1)
    expect(out).toContain(`BAD  log`)
    expect(out).toContain(`${segment}: at byte ${frame}: `)
    const asJson = await run(['doctor', '--data', data, '--json'])
    expect([asJson.code, json(asJson).ok]).toEqual([1, false])
    const chart = await run(['chart', 'films', '--data', data])
    expect([chart.code, chart.out, chart.err]).toEqual([3, '', expect.stringContaining(`at byte ${frame}`)])
  })

  test('an edition that was tampered with is named', async () => {
    const data = join(temporaryHere(), 'data')
    cpSync(netflix, data, { recursive: true })
    const file = join(data, 'editions', 'films-english', 'world', '2023-06-25.r1.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"rank": 1,', '"rank": 3,'))
    const { code, out } = await run(['doctor', '--data', data])
    expect(code).toBe(1)
    expect(out).toContain('BAD  editions')
    expect(out).toContain('films-english world 2023-06-25: ')
    expect(out).toContain('its digest does not hold')
  })
})

describe('imports', () => {
  const importing = (files: readonly string[], input?: string) =>
    run(['import', 'events', ...files, '--data', audience, '--json'], { cwd: root, ...(input && { input }) })

  test('files, gzipped files and standard input are read alike, and each event is counted once', async () => {
    writeFileSync(join(root, 'one.ndjson'), lines([eventOf(1), eventOf(2)]))
    writeFileSync(join(root, 'two.ndjson.gz'), gzipSync(lines([eventOf(2), eventOf(3, { country: 'FR' })])))
    const files = await importing(['one.ndjson', 'two.ndjson.gz'])
    expect(files).toMatchObject({ code: 0, err: '' })
    expect(json(files)).toMatchObject([{ stored: 2 }, { stored: 2 }])
    expect(json(await importing(['-'], lines([eventOf(1), eventOf(4)])))).toMatchObject([{ file: '-', stored: 2 }])
    const edition = json(await run(['chart', 'tv-english', '--data', audience, '--json'], { cwd: root }))
    expect(edition.rows).toMatchObject([{ item: 'heartstopper-s1', views: 4, parentTitle: 'Paper Hearts' }])
    expect(edition.books).toEqual({ stored: 6, counted: 4, duplicates: 2, conflicts: 0, late: 0 })
  })

  test('each bad line is set aside with field, value and what is allowed, and its neighbours are kept', async () => {
    const bad = [
      { fields: { country: 'XX' }, reason: 'country: "XX" is not allowed; an ISO 3166-1 alpha-2 code' },
      { fields: { at: '2022-04-28T20:01:02' }, reason: 'at: "2022-04-28T20:01:02" is not allowed; an RFC 3339 date' },
      { fields: { kind: 'watch', ms: -5 }, reason: 'ms: -5 is not allowed; a whole number from 1 to 86400000' },
      { fields: { kind: 'watch', ms: 1e15 }, reason: 'ms: 1000000000000000 is not allowed; a whole number' },
      { fields: { colour: 'red' }, reason: 'colour: "red" is not allowed; no such field' },
      { fields: { kind: 'wotch' }, reason: 'kind: "wotch" is not allowed; one of view, watch' },
      { fields: { item: undefined }, reason: 'item: (missing) is not allowed; 1 to 200 visible ASCII' },
    ]
    const text = lines([eventOf(10), ...bad.map(({ fields }, i) => eventOf(11 + i, fields)), eventOf(20)])
    writeFileSync(join(root, 'bad.ndjson'), `${text}{"id":"019a`)
    const ran = await importing(['bad.ndjson'])
    const [{ stored, rejected, rejectedFile }] = json(ran)
    expect({ code: ran.code, stored, rejected }).toEqual({ code: 0, stored: 2, rejected: 8 })
    expect(ran.err).toContain(`bad.ndjson: 8 rejected, each with its reason in ${rejectedFile}\n`)
    expect(ran.err).toContain('bad.ndjson: line 2: country: "XX" is not allowed')
    const told = readFileSync(rejectedFile, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told.map(({ line, reason }) => ({ line, reason }))).toEqual([
      ...bad.map(({ reason }, i) => ({ line: i + 2, reason: expect.stringContaining(reason) })),
      { line: 10, reason: expect.stringContaining('the file ends in the middle of one') },
    ])
  })

  test('a file of which nothing can be read answers no', async () => {
    writeFileSync(join(root, 'no-events.ndjson'), lines([SHOW]))
    const ran = await importing(['no-events.ndjson'])
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('no-events.ndjson: line 1: kind: "show"') })
  })

  test('a gzip that was cut off fails, and what came before is kept', async () => {
    const many = gzipSync(lines(Array.from({ length: 3000 }, (_, i) => eventOf(1000 + i, { item: 'ash' }))))
    writeFileSync(join(root, 'cut.ndjson.gz'), many.subarray(0, many.length >> 1))
    const ran = await importing(['one.ndjson', 'cut.ndjson.gz'])
    expect(ran.code).toBe(3)
    expect(ran.err).toContain(
      "cut.ndjson.gz can't be read to its end: unexpected end of file; what came before is kept",
    )
    expect(json(ran)).toMatchObject([{ file: 'one.ndjson', skipped: 2 }])
    const { totals } = json(await run(['title', 'ash', '--data', audience, '--json'], { cwd: root }))
    expect(totals.views).toBeGreaterThan(1000)
    expect(totals.views).toBeLessThan(3000)
  })

  test('a line of 50 MB is refused, and the next one is read', async () => {
    const long = `${lines([eventOf(5000)])}${'x'.repeat(50_000_000)}\n${lines([eventOf(5001)])}`
    writeFileSync(join(root, 'long.ndjson'), long)
    const ran = await importing(['long.ndjson'])
    expect(json(ran)).toMatchObject([{ stored: 2, rejected: 1 }])
    expect(ran.err).toContain('line 2: (line): "too long to show" is not allowed; a line of at most 1048576 bytes')
  })

  test('a line of 1 GB through standard input needs no memory', async () => {
    const script = `
      const chunk = Buffer.alloc(1 << 20, 120)
      let left = 1024
      const write = () => { while (left-- > 0) if (!process.stdout.write(chunk)) return process.stdout.once('drain', write)
        process.stdout.end('\\n' + ${JSON.stringify(lines([eventOf(5002)]))}) }
      write()`
    const child = start(['import', 'events', '-', '--data', audience, '--json'], root)
    const source = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    if (child.stdin) source.stdout.pipe(child.stdin)
    let peakKb = 0
    const watch = setInterval(() => {
      try {
        peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? peakKb)
      } catch {
        // It has ended.
      }
    }, 50)
    const ran = await ended(child)
    clearInterval(watch)
    expect(json(ran)).toMatchObject([{ read: 2, stored: 1, rejected: 1 }])
    expect(peakKb).toBeLessThan(600 * 1024)
  })

  test('a missing file, a directory and a file that is not of that kind are told before anything is begun', async () => {
    const fresh = join(root, 'fresh')
    const missing = await run(['import', 'events', 'one.ndjson', 'gone.ndjson', '--data', fresh], { cwd: root })
    expect(missing).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining("gone.ndjson can't be read: there is no such file"),
    })
    const directory = await run(['import', 'items', audience, '--data', fresh])
    expect(directory).toMatchObject({ code: 3, err: expect.stringContaining('is a directory, not a file') })
    expect(readdirSync(root)).not.toContain('fresh')
    expect(await ask('compare', 'netflix-top10', 'gone.tsv')).toMatchObject({
      code: 3,
      err: expect.stringContaining("gone.tsv can't be read: there is no such file"),
    })
  })

  test("a file that is not one of Netflix's says which columns were expected", async () => {
    writeFileSync(join(root, 'wrong.tsv'), 'week\tcategory\trank\n2023-06-25\tFilms\t1\n')
    const ran = await ask('import', 'netflix-top10', join(root, 'wrong.tsv'))
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(
      'header: "week\\tcategory\\trank" is not allowed; once each, the columns of global: week, ',
    )
    const cut = join(root, 'cut.tsv')
    writeFileSync(
      cut,
      readFileSync(GLOBAL, 'utf8').split('\n').slice(0, 2).join('\n').concat('\n2023-06-25\tFilms (Eng'),
    )
    const half = await run(['import', 'netflix-top10', cut, '--data', join(root, 'half')])
    expect(half).toMatchObject({ code: 0, out: `${cut}: 1 stored, 1 rejected\n` })
    expect(half.err).toContain('line 3: columns: 2 is not allowed; 9 of them')
  })

  test('items that were counted and are not in the catalogue are listed', async () => {
    await run(['import', 'events', '-', '--data', audience], {
      cwd: root,
      input: lines([eventOf(6000, { item: 'stray' })]),
    })
    const { code, out } = await run(['doctor', '--data', audience], { cwd: root })
    expect(code).toBe(0)
    expect(out).toContain('not in the catalogue (1): stray')
  })
})

describe('data directories', () => {
  test('one that is not there, or that belongs to somebody else, is left as it is', async () => {
    for (const args of [['doctor'], ['rebuild'], ['chart', 'films']]) {
      const ran = await run([...args, '--data', none])
      expect(ran).toMatchObject({
        code: 3,
        out: '',
        err: expect.stringContaining(`${none} holds no data of housecount's`),
      })
    }
    expect(readdirSync(root)).not.toContain('none')
    const foreign = join(root, 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'thesis.txt'), 'all of it')
    const ran = await run(['import', 'netflix-top10', GLOBAL, '--data', foreign])
    expect(ran).toMatchObject({ code: 3, out: '', err: expect.stringContaining('holds other files (thesis.txt)') })
    expect(readdirSync(foreign)).toEqual(['thesis.txt'])
    const file = await run(['import', 'netflix-top10', GLOBAL, '--data', join(foreign, 'thesis.txt')])
    expect(file).toMatchObject({ code: 3, err: expect.stringContaining("thesis.txt can't be made: it is a file") })
  })

  test('one that is being served names the process and where to ask it; a port in use is told', async () => {
    const data = join(temporaryHere(), 'data')
    const house = await serveHere(data)
    const chart = await run(['chart', 'films', '--data', data])
    expect(chart).toMatchObject({ code: 3, out: '' })
    expect(chart.err).toContain(`is in use by process ${house.pid}, which answers at ${house.url}`)
    const port = new URL(house.url).port
    const second = await run(['serve', '--data', `${data}2`, '--port', port])
    expect(second).toMatchObject({
      code: 3,
      err: expect.stringContaining(`can't listen on 127.0.0.1:${port}: another process`),
    })
    rmSync(`${data}2`, { recursive: true })
    expect(await house.stop()).toBe(0)
  })
})
