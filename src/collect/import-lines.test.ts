import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_SITE, type Event } from '../domain/event.ts'
import { Failure } from '../domain/problem.ts'
import { instant } from '../domain/time.ts'
import type { Sender } from './admit.ts'
import { type ImportTarget, importLines } from './import-lines.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'import-'))
})
afterEach(() => rm(root, { recursive: true }))

const SENDER: Sender = { site: DEFAULT_SITE, trusted: true, pepper: 'pepper' }
const NOW = instant(Date.UTC(2026, 10, 16))

/** A target that keeps what is appended; it fails once, where that is asked for, before that append. */
class Target implements ImportTarget {
  readonly batches: (readonly Event[])[] = []
  readonly directory = root
  readonly now = () => NOW
  constructor(private failAt = -1) {}

  async append(events: readonly Event[]): Promise<void> {
    if (this.batches.length === this.failAt) {
      this.failAt = -1
      throw new Failure('disk', 'the disk is full')
    }
    this.batches.push(events)
  }

  get items(): string[] {
    return this.batches.flat().map((event) => event.item)
  }
}

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const view = (n: number, more: object = {}) =>
  JSON.stringify({ id: uuid(n), at: '2026-11-01T00:00:00Z', kind: 'view', item: `x${n}`, ...more })
const views = (count: number) => Array.from({ length: count }, (_, n) => view(n))
const names = (count: number) => Array.from({ length: count }, (_, n) => `x${n}`)

async function file(content: string | Uint8Array, name = 'views.ndjson'): Promise<string> {
  const path = join(root, name)
  await writeFile(path, content)
  return path
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`

async function rejectedIn(path: string): Promise<{ line: number; reason: string; text: string }[]> {
  const content = await readFile(path, 'utf8')
  return content
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('importing events', () => {
  test('stores each line as an admitted event, in order', async () => {
    const target = new Target()
    const path = await file(text([view(0, { country: 'GB', weight: 7, viewer: 'v' }), view(1)]))
    expect(await importLines(target, path, 'events', SENDER)).toMatchObject({
      read: 2,
      stored: 2,
      rejected: 0,
      skipped: 0,
    })
    expect(target.batches.flat()).toMatchObject([
      { id: uuid(0), item: 'x0', country: 'GB', weight: 7, receivedAt: NOW, site: 'main' },
      { id: uuid(1), item: 'x1', country: 'ZZ', weight: 1, viewer: '0' },
    ])
    expect(target.batches[0]?.[0]?.viewer).not.toBe('0')
  })

  test('reads a gzipped file like the plain one, and tells how far it is in its own bytes', async () => {
    const target = new Target()
    const zipped = gzipSync(text(views(500)))
    const path = await file(zipped, 'views.ndjson.gz')
    let bytes = 0
    const onRead = (more: number) => {
      bytes += more
    }
    const imported = await importLines(target, path, 'events', SENDER, { onRead })
    expect(imported).toMatchObject({ read: 500, stored: 500 })
    expect(target.items).toEqual(names(500))
    expect(bytes).toBe(zipped.length)
  })

  test('leaves out empty lines and takes line ends of Windows', async () => {
    const target = new Target()
    const path = await file(`${view(0)}\r\n\r\n${view(1)}\r\n\n`)
    expect(await importLines(target, path, 'events', SENDER)).toMatchObject({ stored: 2, rejected: 0 })
    expect(target.items).toEqual(['x0', 'x1'])
  })

  test('takes a last line without a line break', async () => {
    const target = new Target()
    const path = await file(`${view(0)}\n${view(1)}`)
    expect(await importLines(target, path, 'events', SENDER)).toMatchObject({ stored: 2, rejected: 0 })
  })

  test('appends many lines in batches, long lines in shorter ones', async () => {
    const short = new Target()
    await importLines(short, await file(text(views(25_000))), 'events', SENDER)
    expect(short.batches.map((batch) => batch.length)).toEqual([10_000, 10_000, 5_000])
    expect(short.items).toEqual(names(25_000))
    const long = new Target()
    const padding = ' '.repeat(1_000_000)
    await importLines(long, await file(text(views(40).map((line) => padding + line)), 'long.ndjson'), 'events', SENDER)
    expect(long.batches.length).toBeGreaterThan(1)
    expect(Math.max(...long.batches.map((batch) => batch.length))).toBeLessThan(20)
    expect(long.items).toEqual(names(40))
  })
})

describe('a bad line', () => {
  test('is set aside with its number and its reason, and its neighbours are kept', async () => {
    const target = new Target()
    const bad = [
      '{"id":',
      view(2, { colour: 'red' }),
      view(3, { country: 'XX' }),
      view(4, { at: '2027-01-01T00:00:00Z' }),
    ]
    const path = await file(text([view(0), ...bad, view(5)]))
    const imported = await importLines(target, path, 'events', SENDER)
    expect(imported).toMatchObject({ read: 6, stored: 2, rejected: 4 })
    expect(target.items).toEqual(['x0', 'x5'])
    expect(imported.rejectedFile).toMatch(/rejected\/views\.ndjson-[0-9a-f]{8}\.ndjson$/)
    expect(await rejectedIn(imported.rejectedFile)).toEqual([
      { line: 2, reason: expect.stringContaining('one JSON object a line'), text: bad[0] },
      { line: 3, reason: 'colour: "red" is not allowed; no such field', text: bad[1] },
      { line: 4, reason: expect.stringContaining('country: "XX" is not allowed'), text: bad[2] },
      { line: 5, reason: expect.stringContaining('5 minutes ahead'), text: bad[3] },
    ])
  })

  test('at the end, where the file stops in the middle of it, is told as that', async () => {
    const target = new Target()
    const imported = await importLines(target, await file(`${view(0)}\n${view(1).slice(0, 40)}`), 'events', SENDER)
    expect(imported).toMatchObject({ stored: 1, rejected: 1 })
    expect(await rejectedIn(imported.rejectedFile)).toMatchObject([
      { line: 2, reason: expect.stringContaining('the file ends in the middle of one') },
    ])
  })

  test('that is too long is refused without being held, and the next is stored', async () => {
    const target = new Target()
    const path = await file(`${view(0)}\n${'x'.repeat(3 * 1024 * 1024)}\n${view(1)}\n`)
    const imported = await importLines(target, path, 'events', SENDER)
    expect(imported).toMatchObject({ read: 3, stored: 2, rejected: 1 })
    expect(await rejectedIn(imported.rejectedFile)).toEqual([
      { line: 2, reason: expect.stringContaining('at most 1048576 bytes'), text: '' },
    ])
  })
})

describe('an import that is run again', () => {
  test('stores nothing more, whatever the file is called', async () => {
    const target = new Target()
    const content = text([...views(10), 'bad'])
    await importLines(target, await file(content), 'events', SENDER)
    const again = await importLines(target, await file(content, 'copy.ndjson'), 'events', SENDER)
    expect(again).toMatchObject({ read: 0, stored: 0, rejected: 0, skipped: 11 })
    expect(target.items).toEqual(names(10))
  })

  test('goes on where it was stopped', async () => {
    const target = new Target(1)
    const path = await file(text(['bad', ...views(25_000)]))
    await expect(importLines(target, path, 'events', SENDER)).rejects.toMatchObject({ code: 'disk' })
    expect(target.items).toEqual(names(9_999))
    const again = await importLines(target, path, 'events', SENDER)
    expect(again).toMatchObject({ skipped: 10_000, read: 15_001, stored: 15_001, rejected: 0 })
    expect(target.items).toEqual(names(25_000))
    expect(await rejectedIn(again.rejectedFile)).toHaveLength(1)
  })

  test('reads a file anew that has grown: its events are the same, so the fold counts them once', async () => {
    const target = new Target()
    const path = await file(text(views(2)))
    await importLines(target, path, 'events', SENDER)
    await appendFile(path, `${view(2)}\n`)
    expect(await importLines(target, path, 'events', SENDER)).toMatchObject({ stored: 3, skipped: 0 })
    expect(target.batches[1]?.slice(0, 2)).toEqual(target.batches[0])
  })

  test('as items is another import than as events', async () => {
    const target = new Target()
    const path = await file(text([JSON.stringify({ id: 'x', kind: 'film', title: 'X' })]))
    expect(await importLines(target, path, 'events', SENDER)).toMatchObject({ stored: 0, rejected: 1 })
    expect(await importLines(target, path, 'items', SENDER)).toMatchObject({ stored: 1, rejected: 0, skipped: 0 })
  })
})

describe('importing items', () => {
  test('stores each entry as an event whose id stands for its content', async () => {
    const target = new Target()
    const entry = { id: 'x', kind: 'film', title: 'X' }
    const turned = { title: 'X', kind: 'film', id: 'x' }
    const other = { ...entry, title: 'Y' }
    const path = await file(text([entry, turned, other].map((each) => JSON.stringify(each))))
    await importLines(target, path, 'items', SENDER)
    const [a, b, c] = target.batches.flat()
    expect(a).toMatchObject({ kind: 'item', item: 'x', body: JSON.stringify(entry) })
    expect(b?.id).toBe(a?.id)
    expect(c?.id).not.toBe(a?.id)
  })

  test("names the entry's own field in a reason", async () => {
    const target = new Target()
    const path = await file('{"id":"x","kind":"song","title":"X"}\n7\n[1.5]\n')
    const { rejectedFile } = await importLines(target, path, 'items', SENDER)
    const reasons = (await rejectedIn(rejectedFile)).map(({ reason }) => reason)
    expect(reasons).toEqual([
      expect.stringMatching(/^kind: "song" is not allowed; one of show/),
      '(all): 7 is not allowed; an object with id, kind and title',
      '(all): [1.5] is not allowed; an object with id, kind and title',
    ])
  })
})

describe('a file that cannot be read', () => {
  test.each([3, 15_000])(
    'to its end, gzipped and cut off, fails; %i lines that came before are kept',
    async (count) => {
      const target = new Target()
      const zipped = gzipSync(text([...views(count), 'x'.repeat(500)]))
      const path = await file(zipped.subarray(0, -12), 'views.ndjson.gz')
      await expect(importLines(target, path, 'events', SENDER)).rejects.toMatchObject({
        name: 'Failure',
        code: 'input',
        message: expect.stringMatching(/views\.ndjson\.gz can't be read to its end: .*; what came before is kept$/),
      })
      expect(target.items).toEqual(names(count))
      expect(await importLines(target, path, 'events', SENDER).catch((error) => error)).toMatchObject({ code: 'input' })
      expect(target.items).toEqual(names(count))
    },
  )

  test('is told where it is none at all', async () => {
    const importing = (path: string) => importLines(new Target(), path, 'events', SENDER)
    await expect(importing(join(root, 'missing'))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('there is no such file'),
    })
    await expect(importing(root)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('a directory'),
    })
    await expect(importing(await file('no gzip at all', 'x.gz'))).rejects.toMatchObject({
      name: 'Failure',
      code: 'input',
    })
  })
})
