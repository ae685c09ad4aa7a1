// By which rule a chart is counted: in words and as a formula, its versions, and the books of its latest edition, which
// have to balance. Everything on it is generated from the chart's spec.
import type { ChartSpec } from '../charts/spec.ts'
import { type Counting, ruleName } from '../domain/counting.ts'
import { WORLD } from '../domain/region.ts'
import type { MethodAnswer } from '../publish/answers.ts'
import { Equation } from './colophon.tsx'
import { Day, DigestCode, Name } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { formulaWords, regionsWords, ruleWords, windowWords } from './method-words.ts'
import { windowDates } from './numbers.ts'
import { nameOf } from './regions.ts'
import { say, sentences, tell, type Voice } from './voice.ts'

export interface MethodView {
  readonly method: MethodAnswer
  /** What the answer says in words, as the values that it is said of. */
  readonly spec: Pick<ChartSpec, 'ties' | 'window' | 'regions'>
  readonly counting: Pick<Counting, 'views' | 'list'>
}

/** The page of `/methods/{chart}`. */
export function methodPage(view: MethodView, voice: Voice): string {
  const { chart, methods, latest } = view.method
  const { words, links } = voice
  const { method: said } = words.rules
  const newest = methods.at(-1)
  return documentOf(
    <Layout
      voice={voice}
      title={say(voice, said.titleOf, { chart: chart.title })}
      description={newest && formulaWords(newest, voice)}
      address={(each) => each.methodPage(chart.id)}
      json={links.method(chart.id)}
    >
      <header class="playbill">
        <p class="kind">
          <a href={links.edition({ chart: chart.id, region: latest?.region ?? WORLD, week: 'latest' })}>
            <Name>{chart.title}</Name>
          </a>
        </p>
        <h1>{words.pages.edition.counted}</h1>
      </header>
      <div class="method">
        <section aria-labelledby="rule">
          <h2 id="rule">{said.rule}</h2>
          <Versions methods={methods} voice={voice} />
        </section>
        <section aria-labelledby="scope">
          <h2 id="scope">{said.scope}</h2>
          <Scope {...view} voice={voice} />
        </section>
        <Books latest={latest} chart={chart} voice={voice} />
        <section aria-labelledby="verify">
          <h2 id="verify">{said.verify}</h2>
          <p>{said.secondWay}</p>
          <p class="formula">
            <code>
              <bdi dir="ltr">{`housecount verify ${chart.id}${latest ? ` --week ${latest.week}` : ''}`}</bdi>
            </code>
          </p>
        </section>
      </div>
    </Layout>,
  )
}

/** The newest first. */
const Versions = ({ methods, voice }: { readonly methods: MethodAnswer['methods']; readonly voice: Voice }) => (
  <ol class="versions" reversed>
    {[...methods].reverse().map((method) => (
      <li value={method.version}>
        <p class="formula">
          <code>{voice.words.rules.symbols[method.formula]}</code>
        </p>
        <p>
          {formulaWords(method, voice)} <small>{sinceWords(method, voice)}</small>
        </p>
      </li>
    ))}
  </ol>
)

const sinceWords = ({ version, from }: MethodAnswer['methods'][number], voice: Voice) => {
  const { method: said } = voice.words.rules
  return from
    ? tell(voice, said.since, { version, date: <Day value={from} language={voice.language} /> })
    : tell(voice, said.fromBeginning, { version })
}

function Scope({ spec, counting, voice }: Omit<MethodView, 'method'> & { readonly voice: Voice }) {
  const { method: said, ties } = voice.words.rules
  return (
    <dl class="facts">
      <dt>{said.window}</dt>
      <dd>{windowWords(spec, voice)}</dd>
      <dt>{said.regions}</dt>
      <dd>{regionsWords(spec, voice)}</dd>
      <dt>{said.views}</dt>
      <dd>
        {counting.views.map((rule) => (
          <>
            {ruleWords(rule, voice)} <code dir="ltr">{ruleName(rule)}</code>{' '}
            {rule.from &&
              tell(voice, said.ruleSince, { date: <Day value={rule.from} language={voice.language} /> })}{' '}
          </>
        ))}
      </dd>
      <dt>{said.traffic}</dt>
      <dd>{say(voice, said.takenOut, { list: counting.list.version })}</dd>
      <dt>{said.ties}</dt>
      <dd>{ties[spec.ties]}</dd>
    </dl>
  )
}

function Books({ chart, latest, voice }: Pick<MethodAnswer, 'chart' | 'latest'> & { readonly voice: Voice }) {
  if (!latest) return null
  const { language, words, links } = voice
  const { method: said } = words.rules
  const place = (
    <a href={links.edition({ chart: chart.id, region: latest.region, week: latest.week })}>
      {say(voice, said.place, {
        region: nameOf(latest.region, language),
        dates: windowDates(latest.window, language),
      })}
    </a>
  )
  return (
    <section aria-labelledby="books">
      <h2 id="books">{said.books}</h2>
      <p>
        {sentences(voice, [
          tell(voice, said.latest, {
            place,
            state: words.states[latest.state],
            revision: latest.revision,
            digest: <DigestCode value={latest.digest} />,
          }),
          said.balance,
        ])}
      </p>
      <Equation books={latest.books} voice={voice} />
    </section>
  )
}
