// The small parts that carry one value each, as text for people and as an attribute for machines.
import type { Child } from 'hono/jsx'
import { write } from './message.ts'
import { compact, day, exact, moment, runtime, runtimeIso, shortDay } from './numbers.ts'
import type { Voice } from './voice.ts'

interface ValueProps<T> {
  readonly value: T
  readonly language: string
}

/** A large count: short in sight, exact in its title and value. */
export const Figure = ({ value, language }: ValueProps<number>) => (
  <data value={String(value)} title={exact(value, language)}>
    {compact(value, language)}
  </data>
)

interface CountedProps {
  readonly value: number
  readonly measure: keyof Voice['words']['counts']
  readonly voice: Voice
}

/** The same with its noun: "11.3M views". */
export const Counted = ({ value, measure, voice: { language, words } }: CountedProps) => (
  <data value={String(value)} title={exact(value, language)}>
    {write(language, words.counts[measure], { count: value }, 'compact')}
  </data>
)

/** A running time as h:mm. */
export const Runtime = ({ value, language }: ValueProps<number>) => (
  <time datetime={runtimeIso(value)}>{runtime(value, language)}</time>
)

/** A calendar date. */
export const Day = ({ value, language }: ValueProps<string>) => <time datetime={value}>{day(value, language)}</time>

/** A calendar date in a table. */
export const ShortDay = ({ value, language }: ValueProps<string>) => (
  <time datetime={value}>{shortDay(value, language)}</time>
)

/** An instant, in UTC. */
export const Moment = ({ value, language }: ValueProps<string>) => (
  <time datetime={value}>{moment(value, language)}</time>
)

/** A title of any script: isolated, so that its direction can't disturb the line around it. */
export const Name = ({ children }: { readonly children: string }) => <bdi>{children}</bdi>

/**
 * The title that a line belongs to, where it adds something: a season's title mostly begins with that of its show,
 * and then needs no second telling.
 */
export const Parent = ({
  title,
  parentTitle,
}: {
  readonly title: string
  readonly parentTitle?: string | undefined
}) =>
  parentTitle && !title.startsWith(parentTitle) ? (
    <span class="parent">
      <Name>{parentTitle}</Name>
    </span>
  ) : null

/** Text for those who listen. */
export const Heard = ({ children }: { readonly children: Child }) => <span class="heard">{children}</span>

/** A digest, shortened; whole in its title. */
export const DigestCode = ({ value }: { readonly value: string }) => (
  <code dir="ltr" title={value}>{`${value.slice(0, 8)}…${value.slice(-8)}`}</code>
)

/** "world" is a common noun in CLDR's English; a heading begins with a capital. */
export const capitalised = (text: string, language: string): string => {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(language) + rest.join('')
}
