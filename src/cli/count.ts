// `housecount count`: one counter, as a number.

import { type Command, InvalidArgumentError } from 'commander'
import { COUNTED_MEASURES, type CountedMeasure } from '../domain/measure.ts'
import { parseSubject } from '../domain/subject.ts'
import { type Instant, parseInstant } from '../domain/time.ts'
import { type Counter, CounterReader, hoursOf } from '../publish/counter-reader.ts'
import { command } from './command.ts'
import { print } from './output.ts'
import { type CommonFlags, Misuse, misuse, NotFound, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly compact?: boolean
  readonly at?: Instant
  readonly measure: CountedMeasure
  readonly language: string
}

export const countCommand = (): Command =>
  command('count', 'a counter: of an item, a series, a tag, a creator or the whole site', [
    'count tag:comics',
    'count series:heartstopper --measure hours',
    'count site --compact --language de',
    'count item:heartstopper-s1 --at 2026-11-16T20:00:00Z',
  ])
    .argument('<subject>', 'item:ID, series:ID (with all below it), tag:TAG, creator:NAME, site or site:SITE')
    .option('--measure <measure>', `what is counted: ${COUNTED_MEASURES.join(', ')}`, measureOf, 'views')
    .option('--compact', 'short, such as 10.7B')
    .option('--language <tag>', 'in which the number is written', languageOf, 'en')
    .option('--at <instant>', 'as of the last quarter of an hour that was over then', instantOf)
    .action((subject: string, flags: Flags) => {
      const is = parseSubject('subject', subject)
      if (!is.ok) throw misuse(is.problems)
      return withHouse(flags, async (house) => {
        const { measure, compact = false, language, at } = flags
        if (at !== undefined && at > house.now()) throw new Misuse('--at: an instant that has been')
        const read = await new CounterReader(house).read({ of: [subject], viewers: measure === 'viewers', at })
        if (!read.ok) throw new NotFound(read.problems.map(({ value, allowed }) => `${value}: ${allowed}`).join('\n'))
        const count = countOf(read.value[0] as Counter, measure)
        print(flags.json ? String(count) : numberText(count, language, compact))
      })
    })

function countOf({ counts }: Counter, measure: CountedMeasure): bigint {
  if (measure === 'hours') return BigInt(hoursOf(counts.watchedMs))
  const count = counts[measure]
  if (count === null) throw new Error(`${measure} were asked for`)
  return count
}

/** In a terminal a space is a space: some languages set one that does not break. */
const numberText = (count: bigint, language: string, compact: boolean): string =>
  new Intl.NumberFormat(language, compact ? { notation: 'compact', maximumFractionDigits: 1 } : {})
    .format(count)
    .replace(/[\u00a0\u202f]/g, ' ')

function measureOf(value: string): CountedMeasure {
  const measure = COUNTED_MEASURES.find((each) => each === value)
  if (measure) return measure
  throw new InvalidArgumentError(`one of ${COUNTED_MEASURES.join(', ')}`)
}

function languageOf(value: string): string {
  try {
    return new Intl.NumberFormat(value).resolvedOptions().locale
  } catch {
    throw new InvalidArgumentError('a BCP 47 language tag such as "en" or "pt-BR"')
  }
}

function instantOf(value: string): Instant {
  const at = parseInstant('at', value)
  if (at.ok) return at.value
  throw new InvalidArgumentError('an RFC 3339 date and time with its zone, such as 2026-11-16T20:00:00Z')
}
