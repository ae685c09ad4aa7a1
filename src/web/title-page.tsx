// Everything published of one title: what was counted for it, and where and how long it was on the charts.
import type { ChartedAnswer, TitleAnswer } from '../publish/answers.ts'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import type { CourseAnswer } from '../publish/course.ts'
import { DayChart, Peers } from './course-figures.tsx'
import { Day, Figure, Name, Runtime } from './figures.tsx'
import { titleJsonLd } from './json-ld.ts'
import { documentOf, Layout } from './layout.tsx'
import { type Links, linksFrom } from './links.ts'
import { compact, day, exact, hours } from './numbers.ts'
import { ChartedCountries, TitleCharts } from './title-tables.tsx'

export interface TitleView {
  readonly title: TitleAnswer
  /** The same item's answer; its countries stand at `#countries`. */
  readonly charted: ChartedAnswer
  readonly course: CourseAnswer
  /** Of the item with all below it; without one the page says less to machines. */
  readonly counter?: CounterAnswer | undefined
  readonly origin?: string
}

/** The page of `/titles/{item}`. */
export function titlePage({ title, charted, course, counter, origin }: TitleView, language = 'en'): string {
  const links = linksFrom(origin)
  return documentOf(
    <Layout
      title={title.title}
      description={summary(title, charted, language)}
      language={language}
      links={links}
      canonical={links.title(title.item)}
      data={titleJsonLd(title, counter, links)}
    >
      <header class="playbill">
        <TitleKind title={title} links={links} />
        <h1>
          <Name>{title.title}</Name>
        </h1>
        <TitleFacts title={title} language={language} />
      </header>
      <Totals title={title} language={language} />
      <First91Days title={title} language={language} />
      <DayChart course={course} language={language} />
      <Peers course={course} kind={title.kind ?? 'item'} language={language} />
      <TitleCharts charts={title.charts} links={links} language={language} />
      <ChartedCountries charted={charted} course={course} links={links} language={language} />
      <Children title={title} links={links} />
    </Layout>,
  )
}

const summary = ({ totals }: TitleAnswer, { charted, measured }: ChartedAnswer, language: string): string =>
  `${compact(totals.views, language)} views, ${hours(totals.hours, language)}, charted in ${charted} of ${measured} countries`

interface PartProps {
  readonly title: TitleAnswer
  readonly language: string
}

const TitleKind = ({ title, links }: { readonly title: TitleAnswer; readonly links: Links }) =>
  title.kind || title.parent ? (
    <p class="kind">
      {title.kind}
      {title.parent && (
        <>
          {' of '}
          <a href={links.title(title.parent.item)}>
            <Name>{title.parent.title}</Name>
          </a>
        </>
      )}
    </p>
  ) : null

function TitleFacts({ title, language }: PartProps) {
  const { published, runtimeMs, creators, tags } = title
  const spoken = title.language && languageName(title.language, language)
  const facts = [
    { name: 'Published', value: published && <Day value={published.slice(0, 10)} language={language} /> },
    { name: 'Runtime', value: runtimeMs && <Runtime value={runtimeMs} language={language} /> },
    { name: 'Language', value: spoken },
    { name: 'By', value: creators.length > 0 && list(creators, language) },
    { name: 'Tags', value: tags.length > 0 && list(tags, language) },
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

const list = (words: readonly string[], language: string): string =>
  new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(words)

function Totals({ title: { totals, viewsBy }, language }: PartProps) {
  const counted = [
    { value: totals.views, word: 'views' },
    { value: totals.hours, word: 'hours watched' },
    { value: viewsBy === 'counted' ? 0 : totals.starts, word: 'starts' },
    { value: totals.viewers, word: 'viewer-days' },
    { value: totals.sales, word: 'units sold' },
    { value: totals.opens, word: 'opens' },
  ].filter(({ value }) => value > 0)
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">Counted so far</h2>
      {counted.length === 0 ? (
        <p>Nothing has been counted for it yet.</p>
      ) : (
        <Tally counts={counted} language={language} />
      )}
      {viewsBy === 'hours-per-runtime' && <p class="note">A view is one running time watched.</p>}
    </section>
  )
}

const First91Days = ({ title: { first91Days, published }, language }: PartProps) =>
  first91Days ? (
    <section aria-labelledby="first-91-days">
      <h2 id="first-91-days">First 91 days</h2>
      <Tally
        counts={[
          { value: first91Days.views, word: 'views' },
          { value: first91Days.hours, word: 'hours watched' },
        ]}
        language={language}
      />
      <p class="note">
        {published && `Counted from ${day(published.slice(0, 10), language)}. `}
        {first91Days.complete ? 'The 91 days are complete.' : 'The 91 days are still running.'}
      </p>
    </section>
  ) : null

interface TallyProps {
  readonly counts: readonly { readonly value: number; readonly word: string }[]
  readonly language: string
}

const Tally = ({ counts, language }: TallyProps) => (
  <ul class="tally">
    {counts.map(({ value, word }) => (
      <li>
        <Figure value={value} language={language} /> <span>{word}</span>
        <small>{exact(value, language)}</small>
      </li>
    ))}
  </ul>
)

const Children = ({ title: { children }, links }: { readonly title: TitleAnswer; readonly links: Links }) =>
  children.length > 0 ? (
    <section aria-labelledby="children">
      <h2 id="children">Parts of it</h2>
      <ul class="children">
        {children.map(({ item, title, kind }) => (
          <li>
            <a href={links.title(item)}>
              <Name>{title}</Name>
            </a>{' '}
            {kind && <small>{kind}</small>}
          </li>
        ))}
      </ul>
    </section>
  ) : null
