// A chart and region as an Atom feed (RFC 4287): an entry for each edition, its lines as HTML; a restatement is the same
// entry, updated, with its reason. Addresses are relative to the feed's own. Pure: an answer in, XML out.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import { fullTitle } from '../publish/editions.ts'
import type { Feed, FeedEntry } from '../publish/feed.ts'
import { Changes } from './changes.tsx'
import { Name } from './figures.tsx'
import { write } from './message.ts'
import { windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

export function atomFeed({ id, chart, region, updated, entries }: Feed, voice: Voice): string {
  const { language, words, links } = voice
  const place = { chart: chart.id, region, week: 'latest' }
  const title = say(voice, words.pages.feed.title, { chart: chart.title, region: nameOf(region, language) })
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${idIn(voice, id)}</id>
  <title>${xml(title)}</title>
  <updated>${updated}</updated>
  <author><name>Housecount</name></author>
  <link rel="self" type="application/atom+xml" href="${xml(links.feed(place))}"/>
  <link rel="alternate" type="text/html" href="${xml(links.edition(place))}"/>
${entries.map((entry) => entryXml(entry, voice)).join('\n')}
</feed>
`
}

/** The feed in another language is another feed, and so are its entries: a reader may follow both. */
const idIn = ({ language }: Voice, id: string): string => (language === 'en' ? id : `${id}#${language}`)

function entryXml({ id, edition, published }: FeedEntry, voice: Voice): string {
  const { language, words, links } = voice
  const { chart, region, window, state } = edition
  const title = say(voice, state === 'restated' ? words.pages.feed.restated : words.pages.feed.entry, {
    chart: chart.title,
    region: nameOf(region, language),
    dates: windowDates(window, language),
  })
  const place = { chart: chart.id, region, week: window.name }
  return `  <entry>
    <id>${idIn(voice, id)}</id>
    <title>${xml(title)}</title>
    <published>${published}</published>
    <updated>${edition.publishedAt}</updated>
    <link rel="alternate" type="text/html" href="${xml(links.edition(place))}"/>
    <content type="html">${xml(contentOf(edition, voice))}</content>
  </entry>`
}

/** What XML 1.0 can't say at all is left out. */
const UNSAYABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const xml = (text: string): string => text.replace(UNSAYABLE, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** The lines as a list, as HTML: readers show lists, and many drop tables. */
function contentOf(edition: EditionAnswer, voice: Voice): string {
  const { words } = voice
  const { reason, rows } = edition
  const html = (
    <div lang={voice.language} dir={words.direction}>
      {reason !== null && (
        <p>
          <strong>{words.pages.edition.restated}</strong>{' '}
          {tell(voice, words.pages.edition.reason, { reason: <Name>{reason}</Name> })}
        </p>
      )}
      {edition.changes && <Changes changes={edition.changes} voice={voice} />}
      {rows.length === 0 ? (
        <p>{words.pages.chart.noData}</p>
      ) : (
        <ol>
          {rows.map((line) => (
            <li value={line.rank}>{lineOf(line, voice)}</li>
          ))}
        </ol>
      )}
    </div>
  )
  return html.toString()
}

const AMOUNTS = ['views', 'hours', 'viewers', 'sales', 'opens'] as const

/** The title, the first amount there is, and where it stood before. */
function lineOf(line: EditionLine, voice: Voice) {
  const { words, language, links } = voice
  const { feed: said } = words.pages
  const measure = AMOUNTS.find((key) => line[key] !== undefined)
  const title = (
    <a href={links.title(line.item)}>
      <Name>{fullTitle(line)}</Name>
    </a>
  )
  const before =
    line.previousRank === null
      ? words.movement[line.entry === 'new' ? 'new' : 're-entry']
      : say(voice, said.before, { rank: line.previousRank })
  if (!measure) return tell(voice, said.bare, { title, before })
  const amount = write(language, words.counts[measure], { count: line[measure] ?? 0 })
  return tell(voice, said.line, { title, amount, before })
}
