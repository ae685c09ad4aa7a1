import { expect, test } from 'vitest'
import { itemIdSchema } from './item.ts'
import { pageItem } from './page-item.ts'

test.each([
  ['/articles/the-map', '/articles/the-map'],
  ['/caf%C3%A9/', '/caf%C3%A9/'],
  ['Straße 7', 'Stra%C3%9Fe%207'],
  ['😀\n"\\', '%F0%9F%98%80%0A"\\'],
  ['half \ud800 of one', 'half%20%20of%20one'],
  ['', ''],
])('%j is the item %j', (text, item) => {
  expect(pageItem(text)).toBe(item)
})

test('whatever the text, it is an id that is allowed', () => {
  for (const text of ['a'.repeat(1000), 'é'.repeat(1000), ' \t\u0000\u007f\u2028', '\udc00x', 'https://a.example/?b#c'])
    expect(itemIdSchema.safeParse(pageItem(text)).success, text.slice(0, 10)).toBe(true)
})
