import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Item, type ItemId, parseItem } from '../../domain/item.ts'
import { plainIdOf, slugOf } from './identity.ts'
import { type NetflixFile, readNetflixFile } from './read.ts'
import type { GlobalRow } from './rows.ts'
import { worksOf } from './works.ts'

async function read(name: string): Promise<NetflixFile> {
  const outcome = await readNetflixFile(join(import.meta.dirname, 'fixtures', `${name}.tsv`))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}

const nothing = () => undefined

/** A catalogue that keeps the last entry of each item, as the house does. */
function shelf() {
  const items = new Map<ItemId, Item>()
  const find = (id: ItemId) => items.get(id)
  const bring = (file: NetflixFile) => {
    const works = worksOf(file, find)
    for (const item of works.items) items.set(item.id, item)
    return works
  }
  return { items, bring }
}

const titled = (items: Iterable<Item>, title: string) => [...items].filter((item) => item.title === title)

describe('an id', () => {
  test('is readable, stable and free of anything but ASCII', () => {
    expect(plainIdOf({ kind: 'film', titles: ["L'Été à Łódź — Part 2"] })).toMatch(
      /^film-lete-a-odz-part-2-[0-9a-f]{6}$/,
    )
    expect(plainIdOf({ kind: 'film', titles: ['灯台'] })).toMatch(/^film-[0-9a-f]{16}$/)
    expect(slugOf('x'.repeat(59).concat(' and more'))).toBe('x'.repeat(59))
  })

  test('tells apart works whose titles read alike', () => {
    const ids = ['Up!', 'Up?', 'Up'].map((title) => plainIdOf({ kind: 'film', titles: [title] }))
    expect(new Set(ids).size).toBe(3)
    expect(plainIdOf({ kind: 'show', titles: ['Up'] })).not.toBe(plainIdOf({ kind: 'film', titles: ['Up'] }))
  })

  test('is the same in the global and in the countries file', async () => {
    const [global, countries] = [await read('global'), await read('countries')]
    const known = new Map(global.rows.map((row) => [row.showTitle, worksOf(global, nothing).itemOf(row)]))
    const { itemOf } = worksOf(countries, nothing)
    for (const row of countries.rows.filter(({ showTitle }) => showTitle !== 'Paper Orchard'))
      expect(itemOf(row)).toBe(known.get(row.showTitle))
  })
})

describe('titles that two works share', () => {
  test('the work that charted first keeps the plain id, the other one ends in its category', async () => {
    const { sharedTitles, items } = worksOf(await read('global'), nothing)
    const plain = plainIdOf({ kind: 'film', titles: ['Harbour'] })
    expect(sharedTitles).toEqual([
      {
        kind: 'film',
        title: 'Harbour',
        works: [
          { category: 'Films (Non-English)', item: plain },
          { category: 'Films (English)', item: `${plain}-films-english` },
        ],
      },
    ])
    expect(titled(items, 'Harbour').map(({ id, tags }) => [id, tags])).toEqual([
      [`${plain}-films-english`, ['english']],
      [plain, ['non-english']],
    ])
  })

  test('a later file with one of them alone still finds the right one', async () => {
    const { bring } = shelf()
    const file = await read('global')
    bring(file)
    const rows = file.rows.filter((row): row is GlobalRow => row.kind === 'global' && row.week === '2023-06-25')
    const later = bring({ kind: 'global', rows, rejected: [] })
    expect(later.items).toEqual([])
    expect(rows.map(later.itemOf)).toContain(`${plainIdOf({ kind: 'film', titles: ['Harbour'] })}-films-english`)
  })
})

describe('catalogue entries', () => {
  test('a season hangs below its show, and its running time has one entry for each change', async () => {
    const { items } = worksOf(await read('global'), nothing)
    const show = plainIdOf({ kind: 'show', titles: ['Salt Roads'] })
    expect(titled(items, 'Salt Roads')).toEqual([{ id: show, kind: 'show', title: 'Salt Roads' }])
    expect(titled(items, 'Salt Roads: Season 1')).toMatchObject([
      {
        kind: 'season',
        parent: show,
        tags: ['english'],
        runtimes: [
          { from: '2023-06-12', runtimeMs: 14_400_360 },
          { from: '2023-06-19', runtimeMs: 28_800_000 },
        ],
      },
    ])
    expect(titled(items, 'The Lantern Keeper')[0]?.runtimes).toEqual([{ from: '2023-06-12', runtimeMs: 5_400_000 }])
  })

  test('a show without seasons is charted itself, an unknown running time is left out, a film has no season', async () => {
    const { items } = worksOf(await read('global'), nothing)
    expect(titled(items, 'Night Ferry')).toMatchObject([{ kind: 'show', tags: ['english'] }])
    expect(titled(items, 'Night Ferry')[0]).not.toHaveProperty('runtimes')
    expect(titled(items, '灯台')).toMatchObject([{ kind: 'film' }])
  })

  test('all pass as items of this house', async () => {
    for (const name of ['global', 'countries', 'most-popular'])
      for (const item of worksOf(await read(name), nothing).items)
        expect(parseItem(item)).toEqual({ ok: true, value: item })
  })

  test('a file that comes in again adds and changes nothing', async () => {
    const { bring } = shelf()
    const files = [await read('global'), await read('countries'), await read('most-popular')]
    expect(files.map((file) => bring(file).items.length)).toEqual([7, 1, 0])
    expect(files.map((file) => bring(file).items)).toEqual([[], [], []])
  })

  test('a running time without a date stands only as long as there is no history', async () => {
    const { items, bring } = shelf()
    bring(await read('most-popular'))
    expect(titled(items.values(), 'The Lantern Keeper')).toMatchObject([{ tags: ['english'], runtimeMs: 5_400_000 }])
    bring(await read('global'))
    expect(titled(items.values(), 'The Lantern Keeper')[0]?.runtimes).toHaveLength(1)
    expect(bring(await read('most-popular')).items).toEqual([])
  })

  test('the countries file wipes nothing, whichever file comes first', async () => {
    const [global, countries] = [await read('global'), await read('countries')]
    const [one, other] = [shelf(), shelf()]
    for (const file of [global, countries]) one.bring(file)
    for (const file of [countries, global]) other.bring(file)
    expect(titled(one.items.values(), 'The Lantern Keeper')).toMatchObject([{ tags: ['english'] }])
    expect(new Map([...other.items].sort())).toEqual(new Map([...one.items].sort()))
  })

  test("the catalogue's own words stay, and tags and running times are united", async () => {
    const id = plainIdOf({ kind: 'season', titles: ['Salt Roads', 'Salt Roads: Season 1'] })
    const existing: Item = {
      id,
      kind: 'season',
      title: 'Salt Roads I',
      parent: 'roads' as ItemId,
      tags: ['sea'],
      runtimes: [
        { from: '2023-01-02', runtimeMs: 1 },
        { from: '2023-06-19', runtimeMs: 2 },
      ],
    }
    const { items } = worksOf(await read('global'), (asked) => (asked === id ? existing : undefined))
    expect(items.find((item) => item.id === id)).toEqual({
      ...existing,
      tags: ['sea', 'english'],
      runtimes: [
        { from: '2023-01-02', runtimeMs: 1 },
        { from: '2023-06-12', runtimeMs: 14_400_360 },
        { from: '2023-06-19', runtimeMs: 28_800_000 },
      ],
    })
  })
})
