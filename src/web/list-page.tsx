// One of the house's lists: what stands where now, by which rule, and how it is worked out.
import { ITEM_KINDS } from '../domain/item.ts'
import { COUNTED_MEASURES } from '../domain/measure.ts'
import type { CounterAnswer, ListAnswer } from '../publish/counter-answer.ts'
import type { ListSpec } from '../publish/list-spec.ts'
import { CopyCode } from './copy-text.tsx'
import { elementCode } from './embed.ts'
import { Moment, Name } from './figures.tsx'
import { listJsonLd } from './json-ld.ts'
import { documentOf, Layout } from './layout.tsx'
import { linksFrom } from './links.ts'
import { formulaOf, lineWords, listName, ruleSentences } from './list-words.ts'
import { exact } from './numbers.ts'
import { Choice } from './pickers.tsx'
import { say, tell, type Voice } from './voice.ts'

export interface ListView {
  /** As it was asked for. */
  readonly spec: ListSpec
  readonly answer: ListAnswer
  /** All lists, for the ways between them. */
  readonly lists: readonly ListSpec[]
  /** Of the whole site: by which rules its reactions are shown. */
  readonly site?: CounterAnswer | undefined
  /** What the reader asked for, as it was typed. */
  readonly asked: { readonly kind?: string; readonly measure?: string; readonly days?: string }
  readonly origin: string
}

/** The page of `/lists/{list}`. */
export function listPage({ spec, answer, lists, site, asked, origin }: ListView, voice: Voice): string {
  const { words, links } = voice
  const said = words.front.list
  const formula = formulaOf(spec, site, voice)
  return documentOf(
    <Layout
      voice={voice}
      title={listName(spec, voice)}
      address={(each) => each.list(spec.id)}
      json={links.api('/v1/lists', spec.id)}
      data={listJsonLd(answer, links)}
    >
      <header class="playbill">
        <nav class="categories" aria-label={words.front.home.lists}>
          <ul>
            {lists.map((each) => (
              <li>
                <a href={links.list(each.id)} aria-current={each.id === spec.id ? 'page' : undefined}>
                  {listName(each, voice)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <h1>
          <Name>{listName(spec, voice)}</Name>
        </h1>
        <p class="lead">
          {tell(voice, words.front.works.asOf, { moment: <Moment value={answer.asOf} language={voice.language} /> })}
        </p>
      </header>
      <ListForm spec={spec} asked={asked} voice={voice} />
      <Lines spec={spec} answer={answer} voice={voice} />
      <footer class="colophon">
        <section aria-labelledby="rule">
          <h2 id="rule">{words.pages.edition.counted}</h2>
          <p>{ruleSentences(spec, voice).join(' ')}</p>
          {formula && (
            <p class="formula">
              <span class="heard">{said.formula}</span> <code dir="auto">{formula}</code>
            </p>
          )}
        </section>
        <section aria-labelledby="embed">
          <h2 id="embed">{words.front.tools.embed}</h2>
          <p>{words.front.tools.embedSays}</p>
          <CopyCode>{embedOf(spec, origin, voice)}</CopyCode>
        </section>
      </footer>
    </Layout>,
  )
}

function embedOf(spec: ListSpec, origin: string, voice: Voice): string {
  const links = linksFrom(voice.language, origin)
  return elementCode(links.asset('/elements.js'), {
    name: 'house-list',
    attributes: { name: spec.id },
    href: links.list(spec.id),
    text: listName(spec, voice),
  })
}

function Lines({ spec, answer, voice }: Pick<ListView, 'spec' | 'answer'> & { readonly voice: Voice }) {
  const { language, words, links } = voice
  if (answer.lines.length === 0) return <p class="empty">{words.elements.empty}</p>
  return (
    <ol class="listed">
      {answer.lines.map((line) => (
        <li value={String(line.rank)} class={line.rank === 1 ? 'top' : undefined}>
          <span class="rank">{exact(line.rank, language)}</span>{' '}
          <a class="entry" href={links.title(line.item)}>
            <Name>{line.title}</Name>
          </a>
          <span class="under">
            <data value={String(line.value)}>{lineWords(spec, line, voice)}</data>
            {line.kind && <small>{words.pages.kinds[line.kind]}</small>}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** Spans that a reader may choose; any other number of days can be asked for in the address. */
const SPANS_DAYS = [1, 7, 28, 91, 365] as const

type FormProps = Pick<ListView, 'spec' | 'asked'> & { readonly voice: Voice }

function ListForm({ spec, asked, voice }: FormProps) {
  const { words, links } = voice
  const said = words.front.list
  const { order } = spec
  const kinds = [
    { value: '', text: said.allKinds },
    ...ITEM_KINDS.map((kind) => ({ value: kind, text: words.pages.kinds[kind] })),
  ]
  return (
    <form class="picker" action={links.list(spec.id)} method="get">
      {order.by === 'measure' && order.asked && (
        <>
          <Choice
            name="measure"
            label={said.by}
            chosen={order.measure}
            options={COUNTED_MEASURES.map((each) => ({ value: each, text: words.rules.amounts[each] }))}
          />
          <Choice
            name="days"
            label={said.span}
            chosen={String(order.days ?? '')}
            options={[
              { value: '', text: said.allTime },
              ...SPANS_DAYS.map((days) => ({ value: String(days), text: say(voice, said.days, { count: days }) })),
            ]}
          />
        </>
      )}
      <Choice name="kind" label={said.kind} chosen={asked.kind ?? ''} options={kinds} />
      <button type="submit">{said.show}</button>
    </form>
  )
}
