// The one style sheet, from seven files: its layers order them, not their place. Its address holds a hash of its
// bytes, so it may be cached for ever and is never stale.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The text served at `styleHref`, as `text/css; charset=utf-8`. */
export const styleCss = [
  './style.css',
  './chart.css',
  './parts.css',
  './figures.css',
  './front.css',
  './prose.css',
  './article.css',
]
  .map(read)
  .join('\n')

/** `/assets/style.css?v=<hash>`. */
export const styleHref = `/assets/style.css?v=${createHash('sha256').update(styleCss).digest('hex').slice(0, 12)}`
