// By which rule a chart is counted: in words and as a formula, its versions, and the books of its latest edition, which
// have to balance. Everything on it is generated from the chart's spec.
import type { MethodAnswer } from '../publish/answers.ts'
import { Equation } from './colophon.tsx'
import { capitalised, Day, DigestCode } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { type Links, linksFrom } from './links.ts'
import { exact, windowDates } from './numbers.ts'

export interface MethodView {
  readonly method: MethodAnswer
  readonly origin?: string
}

const FORMULAS: Readonly<Record<MethodAnswer['methods'][number]['formula'], string>> = {
  'hours-per-runtime': 'views = watched time ÷ running time',
  counted: 'value = Σ events, each once',
  published: 'rank = as published',
}

/** The page of `/methods/{chart}`. */
export function methodPage({ method, origin }: MethodView, language = 'en'): string {
  const links = linksFrom(origin)
  const { chart, methods, ties, window, regions, counting } = method
  return documentOf(
    <Layout
      title={`How ${chart.title} is counted`}
      description={methods.at(-1)?.words}
      language={language}
      links={links}
      canonical={links.methodPage(chart.id)}
      json={links.method(chart.id)}
    >
      <header class="playbill">
        <p class="kind">
          <a href={links.edition({ chart: chart.id, region: method.latest?.region ?? 'world', week: 'latest' })}>
            {chart.title}
          </a>
        </p>
        <h1>How this is counted</h1>
      </header>
      <div class="method">
        <section aria-labelledby="rule">
          <h2 id="rule">The rule</h2>
          <ol class="versions" reversed>
            {[...methods].reverse().map(({ version, from, formula, words }) => (
              <li value={version}>
                <p class="formula">
                  <code>{FORMULAS[formula]}</code>
                </p>
                <p>
                  {words}{' '}
                  <small>
                    {`Version ${exact(version, language)}, `}
                    {from ? (
                      <>
                        {'since '}
                        <Day value={from} language={language} />
                      </>
                    ) : (
                      'from the beginning'
                    )}
                  </small>
                </p>
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="scope">
          <h2 id="scope">What it covers</h2>
          <dl class="facts">
            <dt>Window</dt>
            <dd>{window}</dd>
            <dt>Regions</dt>
            <dd>{capitalised(regions, language)}.</dd>
            <dt>Views</dt>
            <dd>
              {counting.views.map(({ rule, from, words }) => (
                <>
                  {words} <code>{rule}</code>
                  {from && (
                    <>
                      {' since '}
                      <Day value={from} language={language} />
                    </>
                  )}{' '}
                </>
              ))}
            </dd>
            <dt>Invalid traffic</dt>
            <dd>Taken out by list {exact(counting.list, language)}; each class is a term of the books.</dd>
            <dt>Ties</dt>
            <dd>{ties}</dd>
          </dl>
        </section>
        <Books method={method} links={links} language={language} />
        <section aria-labelledby="verify">
          <h2 id="verify">Work it out again</h2>
          <p>
            The log of events is the truth, and every number is counted from it. A second way of counting, which shares
            no statement with the first, has to come to the same bytes:
          </p>
          <p class="formula">
            <code>{`housecount verify ${chart.id}${method.latest ? ` --week ${method.latest.week}` : ''}`}</code>
          </p>
        </section>
      </div>
    </Layout>,
  )
}

interface BooksProps extends Required<Pick<MethodView, 'method'>> {
  readonly links: Links
  readonly language: string
}

function Books({ method: { chart, latest }, links, language }: BooksProps) {
  if (!latest) return null
  const href = links.edition({ chart: chart.id, region: latest.region, week: latest.week })
  return (
    <section aria-labelledby="books">
      <h2 id="books">The books of the latest edition</h2>
      <p>
        <a href={href}>
          {capitalised(latest.regionName, language)}, {windowDates(latest.window, language)}
        </a>
        , {latest.state}, revision {exact(latest.revision, language)}, digest <DigestCode value={latest.digest} />. What
        was stored and what became of it have to balance, or nothing is published.
      </p>
      <Equation books={latest.books} language={language} />
    </section>
  )
}
