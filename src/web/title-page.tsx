// Everything published of one title: what was counted for it, and where and how long it was on the charts.
import type { ChartedAnswer, TitleAnswer } from '../publish/answers.ts'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import type { CourseAnswer } from '../publish/course.ts'
import { CountTools } from './count-tools.tsx'
import { DayChart, Peers } from './course-figures.tsx'
import { Day, Figure, Name, Runtime } from './figures.tsx'
import { titleJsonLd } from './json-ld.ts'
import { documentOf, Layout } from './layout.tsx'
import { write } from './message.ts'
import { day, exact } from './numbers.ts'
import { TitleAudience } from './title-audience.tsx'
import { TitleParts } from './title-parts.tsx'
import { ChartedCountries, TitleCharts } from './title-tables.tsx'
import { listed, say, sentences, tell, type Voice } from './voice.ts'

export interface TitleView {
  readonly title: TitleAnswer
  /** The same item's answer; its countries stand at `#countries`. */
  readonly charted: ChartedAnswer
  readonly course: CourseAnswer
  /** Of the item with all below it; without one the page says less to machines. */
  readonly counter?: CounterAnswer | undefined
  /** Of what is below it, one by one. */
  readonly parts?: readonly CounterAnswer[]
  /** Of the house as this reader reaches it. */
  readonly origin: string
}

/** The page of `/titles/{item}`. */
export function titlePage({ title, charted, course, counter, parts = [], origin }: TitleView, voice: Voice): string {
  return documentOf(
    <Layout
      voice={voice}
      title={title.title}
      description={summary(title, charted, voice)}
      address={(links) => links.title(title.item)}
      data={titleJsonLd(title, counter, voice.links)}
    >
      <header class="playbill">
        <TitleKind title={title} voice={voice} />
        <h1>
          <Name>{title.title}</Name>
        </h1>
        <TitleFacts title={title} voice={voice} />
      </header>
      <Totals title={title} voice={voice} />
      <First91Days title={title} voice={voice} />
      {counter && <TitleAudience counter={counter} voice={voice} />}
      <DayChart course={course} voice={voice} />
      <Peers course={course} voice={voice} />
      <TitleCharts charts={title.charts} voice={voice} />
      <ChartedCountries charted={charted} course={course} voice={voice} />
      <TitleParts parts={title.children} counters={parts} voice={voice} />
      {counter && (
        <CountTools counter={counter} page={(links) => links.title(title.item)} origin={origin} voice={voice} />
      )}
    </Layout>,
  )
}

function summary({ totals }: TitleAnswer, { charted, measured }: ChartedAnswer, voice: Voice): string {
  const { counts, pages } = voice.words
  const amount = (measure: 'views' | 'hours') =>
    write(voice.language, counts[measure], { count: totals[measure] }, 'compact')
  const countries = say(voice, pages.title.inCountries, { charted, count: measured })
  return say(voice, pages.title.summary, { views: amount('views'), hours: amount('hours'), countries })
}

interface PartProps {
  readonly title: TitleAnswer
  readonly voice: Voice
}

function TitleKind({ title: { kind, parent }, voice }: PartProps) {
  const { words, links } = voice
  const named = kind && words.pages.kinds[kind]
  if (!parent) return named ? <p class="kind">{named}</p> : null
  const link = (
    <a href={links.title(parent.item)}>
      <Name>{parent.title}</Name>
    </a>
  )
  return <p class="kind">{named ? tell(voice, words.pages.title.partOf, { kind: named, parent: link }) : link}</p>
}

function TitleFacts({ title, voice }: PartProps) {
  const { language, words, links } = voice
  const { published, runtimeMs, creators, tags } = title
  const { title: said } = words.pages
  const spoken = title.language && languageName(title.language, language)
  const facts = [
    { name: said.published, value: published && <Day value={published.slice(0, 10)} language={language} /> },
    { name: said.runtime, value: runtimeMs && <Runtime value={runtimeMs} language={language} /> },
    { name: said.language, value: spoken },
    {
      name: said.by,
      value: creators.length > 0 && <NameList names={creators} hrefOf={links.creator} voice={voice} />,
    },
    { name: said.tags, value: tags.length > 0 && <NameList names={tags} hrefOf={links.tag} voice={voice} /> },
  ].filter(({ value }) => Boolean(value))
  if (facts.length === 0) return null
  return (
    <dl class="facts in-line">
      {facts.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A language by its name. A tag that the catalogue lets in may still be none that Intl knows: then as it is. */
function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

interface NamesProps {
  readonly names: readonly string[]
  readonly hrefOf: (name: string) => string
  readonly voice: Voice
}

/** Each leads to all that bears it. */
const NameList = ({ names, hrefOf, voice }: NamesProps) => (
  <>
    {listed(
      voice,
      names.map((name) => (
        <a href={hrefOf(name)}>
          <Name>{name}</Name>
        </a>
      )),
    )}
  </>
)

const TOTALS = ['views', 'hours', 'starts', 'viewers', 'sales', 'opens'] as const

function Totals({ title: { totals, viewsBy }, voice }: PartProps) {
  const { title: said } = voice.words.pages
  const shown = TOTALS.filter((key) => totals[key] > 0 && !(key === 'starts' && viewsBy === 'counted'))
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">{said.counted}</h2>
      {shown.length === 0 ? <p>{said.nothing}</p> : <Tally counts={totals} shown={shown} voice={voice} />}
      {viewsBy === 'hours-per-runtime' && <p class="note">{said.viewIs}</p>}
    </section>
  )
}

function First91Days({ title: { first91Days, published }, voice }: PartProps) {
  if (!first91Days) return null
  const { title: said } = voice.words.pages
  return (
    <section aria-labelledby="first-91-days">
      <h2 id="first-91-days">{said.first91}</h2>
      <Tally counts={first91Days} shown={['views', 'hours']} voice={voice} />
      <p class="note">
        {sentences(voice, [
          ...(published ? [say(voice, said.countedFrom, { date: day(published.slice(0, 10), voice.language) })] : []),
          first91Days.complete ? said.complete : said.running,
        ])}
      </p>
    </section>
  )
}

type Counts = Partial<Pick<TitleAnswer['totals'], (typeof TOTALS)[number]>>

interface TallyProps {
  readonly counts: Counts
  readonly shown: readonly (keyof Counts)[]
  readonly voice: Voice
}

const Tally = ({ counts, shown, voice: { language, words } }: TallyProps) => (
  <ul class="tally">
    {shown.map((key) => (
      <li>
        <Figure value={counts[key] ?? 0} language={language} /> <span>{words.rules.amounts[key]}</span>
        <small>{exact(counts[key] ?? 0, language)}</small>
      </li>
    ))}
  </ul>
)
