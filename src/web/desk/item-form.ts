// A catalogue entry as an operator writes it in a form: one thing a line where there are several, running times as
// h:mm:ss. What is left empty is not there.
import { ITEM_KINDS, type Item } from '../../domain/item.ts'
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts'

/** The fields of the form, in their order, as text. */
export const ITEM_FIELDS = [
  'title',
  'kind',
  'parent',
  'creators',
  'tags',
  'published',
  'language',
  'runtime',
  'runtimes',
  'url',
] as const

export type ItemField = (typeof ITEM_FIELDS)[number]
export type ItemTexts = Readonly<Record<ItemField, string>>

export const textsOf = (item: Item | undefined): ItemTexts => ({
  title: item?.title ?? '',
  kind: item?.kind ?? ITEM_KINDS[0],
  parent: item?.parent ?? '',
  creators: (item?.creators ?? []).join('\n'),
  tags: (item?.tags ?? []).join('\n'),
  language: item?.language ?? '',
  published: item?.published ?? '',
  runtime: item?.runtimeMs === undefined ? '' : clock(item.runtimeMs),
  runtimes: (item?.runtimes ?? []).map(({ from, runtimeMs }) => `${from} ${clock(runtimeMs)}`).join('\n'),
  url: item?.url ?? '',
})

export const sentTexts = (form: FormData): ItemTexts =>
  Object.fromEntries(ITEM_FIELDS.map((field) => [field, String(form.get(field) ?? '').trim()])) as ItemTexts

/** The entry that the texts say, as one sends it; whether it is allowed is looked at by whoever takes it. */
export function entryOf(id: string, texts: ItemTexts): Parsed<unknown> {
  const runtimeMs = texts.runtime === '' ? undefined : parseClock(texts.runtime)
  if (texts.runtime !== '' && runtimeMs === undefined) return refused(problem('runtime', texts.runtime, CLOCK_ALLOWED))
  const runtimes: { from: string | undefined; runtimeMs: number }[] = []
  for (const line of linesOf(texts.runtimes)) {
    const [from, time = ''] = line.split(/\s+/)
    const ms = parseClock(time)
    if (ms === undefined) return refused(problem('runtimes', line, `a date and a running time: ${CLOCK_ALLOWED}`))
    runtimes.push({ from, runtimeMs: ms })
  }
  const { kind, title, parent, language, published, url } = texts
  const [creators, tags] = [linesOf(texts.creators), linesOf(texts.tags)]
  return parsed({
    ...{ id, kind, title },
    ...(parent && { parent }),
    ...(creators.length > 0 && { creators }),
    ...(tags.length > 0 && { tags }),
    ...(language && { language }),
    ...(published && { published }),
    ...(runtimeMs !== undefined && { runtimeMs }),
    ...(runtimes.length > 0 && { runtimes }),
    ...(url && { url }),
  })
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const CLOCK_ALLOWED = 'hours, minutes and seconds, such as 1:52:00'

/** "1:52:00", with milliseconds where there are any. */
function clock(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor(ms / MINUTE_MS) % 60]
  const rest = ms % SECOND_MS
  const seconds = `${two(Math.floor(ms / SECOND_MS) % 60)}${rest ? `.${String(rest).padStart(3, '0')}` : ''}`
  return `${hours}:${two(minutes)}:${seconds}`
}

function parseClock(text: string): number | undefined {
  const match = /^(\d{1,4}):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?$/.exec(text)
  if (!match) return undefined
  const [, hours, minutes, seconds, ms = '0'] = match
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS + Number(ms)
}
