// What is copied into other people's pages: an element with its script, a badge. Pure; everything that goes into an
// attribute is escaped for it. What stands between the tags is what a page without scripts shows.
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

interface Element {
  readonly name: 'house-chart' | 'house-list' | 'house-count' | 'house-rating'
  readonly attributes: Readonly<Record<string, string>>
  /** Where the link between the tags leads, and what it says. */
  readonly href: string
  readonly text: string
}

/** @param script the address of the elements' script */
export function elementCode(script: string, { name, attributes, href, text }: Element): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<script defer src="${escaped(script)}"></script>
<${name}${written.join('')}><a href="${escaped(href)}">${escaped(text)}</a></${name}>`
}

/** A badge as a picture that leads to the page of what it counts. */
export const badgeCode = (picture: string, href: string, text: string): string =>
  `<a href="${escaped(href)}"><img src="${escaped(picture)}" alt="${escaped(text)}"></a>`
