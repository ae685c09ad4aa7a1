// Words in Latin letters on a page whose language has other letters: all that it says, in sight or not, but for what is
// data. Names stand in <bdi> and code in <code dir="ltr">; where no element can hold them apart they stand between isolates,
// or are known from the fixtures.
import type { Page } from 'playwright-core'
import { charts, course, edition, found, past, titleView } from '../../src/web/fixtures.ts'

/** What is written so in every language. */
const ALLOWED = ['Housecount', 'JSON', 'TSV', 'CSV', 'XLSX', 'PARQUET', 'Parquet', 'UTC', 'ISO', 'alpha', 'null', 'ID']

const NAMES = [
  ...charts.map(({ title }) => title),
  ...edition.rows.flatMap(({ title, parentTitle }) => [title, parentTitle ?? title]),
  ...past.lines.map(({ title }) => title),
  titleView.title.title,
  found.query,
  ...course.weeks,
].sort((a, b) => b.length - a.length)

/** Each text with a word of another language in it. */
export async function foreignWords(page: Page): Promise<readonly string[]> {
  const said = await page.evaluate<string[]>(SAID)
  return said.filter((text) => {
    const apart = text.replaceAll(/\u2068[^\u2069]*\u2069/g, ' ')
    const rest = [...NAMES, ...ALLOWED].reduce((left, known) => left.replaceAll(known, ' '), apart)
    return /\p{Script=Latin}/u.test(rest)
  })
}

/** Run in the page: the text of all that is neither data nor for machines, and the attributes that people are told. */
const SAID = `(() => {
  const isData = (element) => element.closest('bdi, code[dir=ltr], script, style, .languages a, select[name=chart]')
  const said = []
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) if (!isData(texts.currentNode.parentElement)) said.push(texts.currentNode.data)
  for (const element of document.querySelectorAll('*')) {
    if (isData(element)) continue
    for (const name of ['alt', 'title', 'aria-label', 'placeholder', 'data-label', 'label', 'summary'])
      if (element.hasAttribute(name)) said.push(element.getAttribute(name))
    if (element.matches('meta[name=description], meta[property]')) said.push(element.content)
  }
  return said.filter((text) => text.trim() !== '')
})()`
