// A chart and region as an Atom feed (RFC 4287): an entry for each edition, its lines as HTML; a restatement is the same
// entry, updated, with its reason. Addresses are relative to the feed's own. Pure: an answer in, XML out.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import { changeWords, notesOn } from '../publish/change-words.ts'
import { fullTitle } from '../publish/editions.ts'
import type { Feed, FeedEntry } from '../publish/feed.ts'
import { capitalised } from './figures.tsx'
import { linksFrom } from './links.ts'
import { exact, windowDates } from './numbers.ts'

export function atomFeed({ id, chart, region, regionName, updated, entries }: Feed, language = 'en'): string {
  const links = linksFrom()
  const place = { chart: chart.id, region, week: 'latest' }
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${id}</id>
  <title>${xml(`${chart.title}: ${regionName}`)}</title>
  <updated>${updated}</updated>
  <author><name>Housecount</name></author>
  <link rel="self" type="application/atom+xml" href="${xml(links.feed(place))}"/>
  <link rel="alternate" type="text/html" href="${xml(links.edition(place))}"/>
${entries.map((entry) => entryXml(entry, language)).join('\n')}
</feed>
`
}

function entryXml({ id, edition, published }: FeedEntry, language: string): string {
  const { chart, region, regionName, window, state } = edition
  const title = `${chart.title}: ${regionName}, ${windowDates(window, language)}${state === 'restated' ? ' (restated)' : ''}`
  const place = { chart: chart.id, region, week: window.name }
  return `  <entry>
    <id>${id}</id>
    <title>${xml(title)}</title>
    <published>${published}</published>
    <updated>${edition.publishedAt}</updated>
    <link rel="alternate" type="text/html" href="${xml(linksFrom().edition(place))}"/>
    <content type="html">${xml(contentOf(edition, language))}</content>
  </entry>`
}

/** What XML 1.0 can't say at all is left out. */
const UNSAYABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const xml = (text: string): string => text.replace(UNSAYABLE, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** The lines as a list, as HTML: readers show lists, and many drop tables. */
function contentOf(edition: EditionAnswer, language: string): string {
  const { reason, rows } = edition
  const html = (
    <>
      {reason !== null && (
        <p>
          <strong>Restated.</strong> Reason: <bdi>{reason}</bdi>
        </p>
      )}
      {edition.changes && <Changed changes={edition.changes} language={language} />}
      {rows.length === 0 ? (
        <p>Nothing was counted.</p>
      ) : (
        <ol>
          {rows.map((line) => (
            <li value={line.rank}>
              <a href={linksFrom().title(line.item)}>
                <bdi>{fullTitle(line)}</bdi>
              </a>
              {detailsOf(line, language)}
            </li>
          ))}
        </ol>
      )}
    </>
  )
  return html.toString()
}

interface ChangedProps {
  readonly changes: NonNullable<EditionAnswer['changes']>
  readonly language: string
}

const Changed = ({ changes, language }: ChangedProps) => (
  <ul>
    {changes.lines.map((line) => {
      const { place, title, amounts } = changeWords(line, (value) => exact(value, language))
      return (
        <li>
          {capitalised(place, language)}: <bdi>{title}</bdi> {amounts}
        </li>
      )
    })}
    {notesOn(changes).map(({ words, titles }) => (
      <li>
        {capitalised(words, language)} {titles.join(', ')}
      </li>
    ))}
  </ul>
)

const AMOUNTS = [
  { key: 'views', word: 'views' },
  { key: 'hours', word: 'hours' },
  { key: 'viewers', word: 'viewer-days' },
  { key: 'sales', word: 'units sold' },
  { key: 'opens', word: 'opens' },
] as const

/** The first amount there is, and where it stood before. */
function detailsOf(line: EditionLine, language: string): string {
  const shown = AMOUNTS.find(({ key }) => line[key] !== undefined)
  const amount = shown ? `, ${exact(line[shown.key] ?? 0, language)} ${shown.word}` : ''
  const before =
    line.previousRank === null ? (line.entry === 'new' ? 'new' : 're-entry') : `before: ${line.previousRank}`
  return `${amount} (${before})`
}
