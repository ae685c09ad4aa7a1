// What a reader takes away from an edition: a sentence, an element, a citation, a file. Folded away until it is wanted;
// nothing of it needs a script. Addresses are whole, since they are read elsewhere.
import type { EditionAnswer } from '../publish/answers.ts'
import { bibtex, ris } from './citation.ts'
import { Address, CopyCode, CopyWords } from './copy-text.tsx'
import { elementCode } from './embed.ts'
import { Name } from './figures.tsx'
import { FORMATS, linksFrom } from './links.ts'
import { day, exact, windowDates } from './numbers.ts'
import { leadPhrase } from './phrases.ts'
import { nameOf } from './regions.ts'
import { say, tell, type Voice } from './voice.ts'

interface ToolsProps {
  readonly edition: EditionAnswer
  /** Of the house as this reader reaches it, such as `https://charts.example`. */
  readonly origin: string
  readonly voice: Voice
}

export function EditionTools({ edition, origin, voice }: ToolsProps) {
  const { tools } = voice.words.front
  const parts = [
    { name: tools.share, part: <Share edition={edition} origin={origin} voice={voice} /> },
    { name: tools.embed, part: <Embed edition={edition} origin={origin} voice={voice} /> },
    { name: tools.cite, part: <Cite edition={edition} origin={origin} voice={voice} /> },
    { name: tools.download, part: <Download edition={edition} voice={voice} /> },
  ]
  return (
    <div class="tools">
      {parts.map(({ name, part }) => (
        <details>
          <summary>{name}</summary>
          <div class="tool">{part}</div>
        </details>
      ))}
    </div>
  )
}

/** An earlier revision is meant as it is; the one that stands goes by its number too where it must not change. */
const placeOf = ({ chart, region, window }: EditionAnswer, revision?: number) => ({
  chart: chart.id,
  region,
  week: window.name,
  revision,
})

function titleOf({ chart, region, window }: EditionAnswer, voice: Voice): string {
  const { language, words } = voice
  const dates = windowDates(window, language)
  return say(voice, words.pages.chart.pageTitle, { chart: chart.title, region: nameOf(region, language), dates })
}

function Share({ edition, origin, voice }: ToolsProps) {
  const { language, words } = voice
  const { tools } = words.front
  const url = linksFrom(language, origin).edition(placeOf(edition))
  const sentence = leadPhrase(edition, titleOf(edition, voice), language)
  const text = sentence ? `${sentence} ${url}` : url
  const mail = `mailto:?subject=${encodeURIComponent(titleOf(edition, voice))}&body=${encodeURIComponent(text)}`
  return (
    <>
      {sentence && (
        <>
          <p class="label">{tools.sentence}</p>
          <CopyWords>
            {sentence} <Address>{url}</Address>
          </CopyWords>
        </>
      )}
      <p class="label">{tools.address}</p>
      <CopyCode>{url}</CopyCode>
      <p>
        <a href={mail}>{tools.mail}</a> · <a href={voice.links.feed(placeOf(edition))}>{words.pages.edition.feed}</a>
      </p>
    </>
  )
}

function Embed({ edition, origin, voice }: ToolsProps) {
  const { tools } = voice.words.front
  const links = linksFrom(voice.language, origin)
  const { chart, region, window } = edition
  const code = elementCode(links.asset('/elements.js'), {
    name: 'house-chart',
    attributes: { chart: chart.id, region, week: window.name },
    href: links.edition(placeOf(edition)),
    text: titleOf(edition, voice),
  })
  return (
    <>
      <p>{tools.embedSays}</p>
      <CopyCode>{code}</CopyCode>
    </>
  )
}

function Cite({ edition, origin, voice }: ToolsProps) {
  const { language, words } = voice
  const { tools } = words.front
  const { revision, state, publishedAt, digest } = edition
  const title = titleOf(edition, voice)
  const url = linksFrom(language, origin).edition(placeOf(edition, revision))
  const cited = { title, url, edition }
  const citation = tell(voice, tools.citation, {
    place: title,
    state: words.states[state],
    revision: exact(revision, language),
    date: day(publishedAt.slice(0, 10), language),
    digest: <Address>{`SHA-256 ${digest}`}</Address>,
    url: <Address>{url}</Address>,
  })
  return (
    <>
      <CopyWords>{[...citation]}</CopyWords>
      <p class="label">
        <Name>BibTeX</Name>
      </p>
      <CopyCode>{bibtex(cited)}</CopyCode>
      <p class="label">
        <Name>RIS</Name>
      </p>
      <CopyCode>{ris(cited)}</CopyCode>
    </>
  )
}

function Download({ edition, voice }: Omit<ToolsProps, 'origin'>) {
  const { words, links } = voice
  const said = words.pages.edition
  const { revision, revisions } = edition
  const place = placeOf(edition, revision === revisions.at(-1) ? undefined : revision)
  const rows = [
    { name: words.front.tools.edition, hrefOf: links.download },
    { name: said.allEditions, hrefOf: links.whole },
  ]
  return (
    <>
      {rows.map(({ name, hrefOf }) => (
        <p class="downloads">
          <span class="label">{name}</span>{' '}
          {FORMATS.map((format) => (
            <>
              <a href={hrefOf(place, format)}>{format.toUpperCase()}</a>{' '}
            </>
          ))}
        </p>
      ))}
      <p>
        <a href={links.columns}>{said.columns}</a>
      </p>
    </>
  )
}
