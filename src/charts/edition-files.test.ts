import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Random } from '../../test/random.ts'
import { SimDisk } from '../../test/sim-disk.ts'
import { NO_BOOKS } from '../domain/bucket.ts'
import { type ChartId, type Digest, digestOf, type Edition, type EditionBody } from '../domain/edition.ts'
import type { CountryCode } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { EditionFiles } from './edition-files.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'editions-'))
})
afterEach(() => rm(directory, { recursive: true }))

const NAME = { chart: 'top' as ChartId, region: 'world', window: '2026-11-22' as CalendarDate } as const

function edition(revision: number, more: Partial<EditionBody> = {}): Edition {
  const body: EditionBody = {
    chart: NAME.chart,
    region: NAME.region,
    window: { name: NAME.window, from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' },
    revision,
    state: revision === 0 ? 'provisional' : revision === 1 ? 'final' : 'restated',
    reason: revision > 1 ? 'late events' : null,
    method: { version: 1, measure: 'views', formula: 'counted', roundViewsTo: 1 },
    rows: [],
    previous: null,
    ...more,
  }
  return { ...body, digest: digestOf(body), books: NO_BOOKS, publishedAt: '2026-11-24T00:00:00.000Z' }
}

const path = (revision: number) => join(directory, 'top', 'world', `2026-11-22.r${revision}.json`)

async function write(...editions: readonly Edition[]): Promise<EditionFiles> {
  const files = new EditionFiles(directory)
  for (const each of editions) await files.write(each)
  return files
}

describe('a published edition', () => {
  test('is read back as it was written, by this process and the next', async () => {
    const files = await write(edition(1))
    expect(await files.read(NAME, 1)).toEqual(edition(1))
    expect(await new EditionFiles(directory).findLatest(NAME)).toEqual(edition(1))
  })

  test('has a file for each revision, under chart, region and window', async () => {
    await write(edition(1), edition(2), edition(1, { region: 'GB' as CountryCode }))
    expect(await readdir(directory, { recursive: true })).toEqual(
      expect.arrayContaining([
        'top/world/2026-11-22.r1.json',
        'top/world/2026-11-22.r2.json',
        'top/GB/2026-11-22.r1.json',
      ]),
    )
  })

  test.each(['this process', 'the next'])('is never written again under the same revision, by %s', async (who) => {
    const written = await write(edition(1))
    const files = who === 'this process' ? written : new EditionFiles(directory)
    const before = await readFile(path(1), 'utf8')
    await expect(files.write(edition(1, { reason: 'another' }))).rejects.toThrow('is published already')
    expect(await readFile(path(1), 'utf8')).toBe(before)
  })

  test('that is provisional is replaced', async () => {
    const files = await write(edition(0), edition(0, { reason: 'newer' }))
    expect(await files.findLatest(NAME)).toMatchObject({ revision: 0, reason: 'newer' })
    expect(await files.revisionsOf(NAME)).toEqual([0])
  })

  test('stays readable when a later revision is published', async () => {
    const files = await write(edition(0), edition(1), edition(2))
    expect(await files.revisionsOf(NAME)).toEqual([0, 1, 2])
    expect(await files.findLatest(NAME)).toEqual(edition(2))
    expect(await files.read(NAME, 1)).toEqual(edition(1))
  })

  test('tells its latest revision by number: 10 comes after 9', async () => {
    const revisions = Array.from({ length: 10 }, (_, index) => index + 1)
    await write(...revisions.map((revision) => edition(revision)))
    const files = new EditionFiles(directory)
    expect(await files.revisionsOf(NAME)).toEqual(revisions)
    expect(await files.findLatest(NAME)).toMatchObject({ revision: 10 })
  })

  test('is not there for another window', async () => {
    const files = await write(edition(1))
    expect(await files.findLatest({ ...NAME, window: '2026-11-29' as CalendarDate })).toBeUndefined()
    expect(await files.revisionsOf({ ...NAME, region: 'GB' as CountryCode })).toEqual([])
  })

  test('is whole or not there: what an unfinished write left is no edition', async () => {
    await write(edition(1))
    await writeFile(`${path(2)}.0badcafe.tmp`, '{"chart":')
    expect(await new EditionFiles(directory).revisionsOf(NAME)).toEqual([1])
  })
})

test('what was published is there after a power cut, and nothing that can not be read', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed)
    const disk = new SimDisk()
    for (const each of ['/editions', '/editions/top', '/editions/top/world']) await disk.makeDirectory(each)
    const files = new EditionFiles('/editions', disk)
    await files.write(edition(0))
    await files.write(edition(1))
    // The power goes while the next one is written.
    const writing = files.write(edition(2))
    for (let turns = random.below(20); turns > 0; turns--) await undefined
    const found = new EditionFiles('/editions', disk.afterPowerCut(random))
    await writing
    expect(await found.read(NAME, 0)).toEqual(edition(0))
    const latest = await found.findLatest(NAME)
    expect([edition(1), edition(2)]).toContainEqual(latest)
  }
})

describe('a file that cannot be trusted', () => {
  test.each([
    ['a number', (text: string) => text.replace('"revision": 1', '"revision": 11')],
    ['the reason', (text: string) => text.replace('"reason": null', '"reason": "none"')],
    ['the digest', (text: string) => text.replace(/"digest": "./, '"digest": "x')],
    ['the end', (text: string) => text.slice(0, -20)],
  ])('is refused by its name when %s was changed', async (_, tamper) => {
    const files = await write(edition(1))
    const text = await readFile(path(1), 'utf8')
    expect(tamper(text)).not.toBe(text)
    await writeFile(path(1), tamper(text))
    await expect(files.findLatest(NAME)).rejects.toMatchObject({
      name: 'Failure',
      code: 'disk',
      message: expect.stringContaining(path(1)),
    })
  })

  test('is told from one whose time of publication alone was changed, which the digest does not cover', async () => {
    const files = await write(edition(1))
    await writeFile(path(1), (await readFile(path(1), 'utf8')).replace('2026-11-24', '2026-11-25'))
    expect(await files.findLatest(NAME)).toMatchObject({ digest: edition(1).digest as Digest })
  })

  test('in a directory that cannot be listed is a failure, never an edition that was not published', async () => {
    await mkdir(join(directory, 'top'))
    await writeFile(join(directory, 'top', 'world'), 'a file in the place of the directory')
    const files = new EditionFiles(directory)
    await expect(files.revisionsOf(NAME)).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
    await expect(files.write(edition(1))).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
  })

  test('that cannot be written is a failure of the disk', async () => {
    const files = new EditionFiles(join(directory, 'missing'))
    await writeFile(join(directory, 'missing'), '')
    await expect(files.write(edition(1))).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
  })
})
