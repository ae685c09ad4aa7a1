import { expect, it } from 'vitest'
import { Catalogue } from '../domain/catalogue.ts'
import type { Item } from '../domain/item.ts'
import type { Archive } from './archive.ts'
import { findInCatalogue } from './search.ts'

const items = [
  { id: 'cafe', kind: 'show', title: 'Café Noir' },
  { id: 'cafe-s1', kind: 'season', title: 'Café Noir: Season 1', parent: 'cafe', published: '2025-01-01' },
  { id: 'cafe-s2', kind: 'season', title: 'Café Noir: Season 2', parent: 'cafe', published: '2026-01-01' },
  { id: 'noir', kind: 'film', title: 'Noir', tags: ['crime'], creators: ['Zoë Ångström'] },
  { id: 'decaf', kind: 'film', title: 'Decaf' },
  { id: 'sword', kind: 'film', title: '剣とそろばん' },
] as unknown as Item[]
const archive = { catalogueOf: () => new Catalogue(items) } as unknown as Archive

function find(query: string): readonly string[] {
  const answer = findInCatalogue(archive, query)
  return answer.ok ? answer.value.items.map(({ item }) => item) : ['refused']
}

it('what is called so stands first, then what begins so, then what has a word that does, then the rest', () => {
  expect(find('noir')).toEqual(['noir', 'cafe', 'cafe-s2', 'cafe-s1'])
  expect(find('caf')).toEqual(['cafe', 'cafe-s2', 'cafe-s1', 'decaf'])
})

it('case, accents and marks make no difference, and every word has to be found', () => {
  expect(find('CAFÉ: noir, 2')).toEqual(['cafe-s2'])
  expect(find('angstrom')).toEqual(['noir'])
  expect(find('crime noir')).toEqual(['noir'])
  expect(find('crime cafe')).toEqual([])
})

it('a script without spaces is found from its middle', () => {
  expect(find('そろ')).toEqual(['sword'])
})

it('nothing but white space and marks is refused', () => {
  expect(find(' …! ')).toEqual(['refused'])
})
