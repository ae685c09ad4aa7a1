// How an edition is cited: in words, as BibTeX and as RIS. An edition's address with its revision says the same bytes for
// ever, and the digest proves them. Pure.
import type { EditionAnswer } from '../publish/answers.ts'

export interface Cited {
  /** What it is called, in the reader's language. */
  readonly title: string
  readonly url: string
  readonly edition: Pick<EditionAnswer, 'chart' | 'region' | 'window' | 'revision' | 'state' | 'publishedAt' | 'digest'>
}

const HOUSE = 'Housecount'

const dateOf = ({ publishedAt }: Cited['edition']): string => publishedAt.slice(0, 10)

const versionOf = ({ revision, state }: Cited['edition']): string => `revision ${revision}, ${state}`

/** What BibTeX reads as a command is said otherwise; other scripts are read by biber and by all that reads UTF-8. */
const BIBTEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  $: '\\$',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

const bibtexText = (text: string): string => text.replace(/[\\{}%&#$_~^]/g, (sign) => BIBTEX[sign] ?? sign)

export function bibtex({ title, url, edition }: Cited): string {
  const { chart, region, window, revision, digest } = edition
  const date = dateOf(edition)
  return `@misc{housecount-${chart.id}-${region}-${window.name}-r${revision},
  title = {{${bibtexText(title)}}},
  author = {{${HOUSE}}},
  year = {${date.slice(0, 4)}},
  month = {${Number(date.slice(5, 7))}},
  day = {${Number(date.slice(8, 10))}},
  version = {${versionOf(edition)}},
  note = {SHA-256 ${digest}},
  url = {${url}}
}`
}

/** RIS: a tag of two letters, two spaces, a hyphen and a space on each line. */
export function ris({ title, url, edition }: Cited): string {
  const lines = [
    ['TY', 'DATA'],
    ['TI', title],
    ['AU', HOUSE],
    ['PY', dateOf(edition).slice(0, 4)],
    ['DA', dateOf(edition).replaceAll('-', '/')],
    ['ET', versionOf(edition)],
    ['N1', `SHA-256 ${edition.digest}`],
    ['UR', url],
    ['ER', ''],
  ] as const
  return lines.map(([tag, value]) => `${tag}  - ${value}`).join('\n')
}
