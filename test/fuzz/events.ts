// Bodies with events: right ones, and ones in which one to three fields were made wrong, each with the verdict that it
// has to be given. Derived from the schema that reads them.
import { z } from 'zod'
import { eventSchema } from '../../src/domain/event.ts'
import { itemSchema } from '../../src/domain/item.ts'
import type { Random } from '../random.ts'
import { canPutAt, type Json, withAt, write } from './json.ts'
import { type Damage, damagesTo, right, type Shape } from './values.ts'

const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema, { unrepresentable: 'any' }) as Shape

interface Variant {
  readonly kind: unknown
  readonly shape: Shape
  readonly damages: readonly Damage[]
}

const variantOf = (shape: Shape): Variant => ({
  kind: shape.properties?.kind?.const,
  shape,
  damages: damagesTo(shape),
})

const VARIANTS = ((shapeOf(eventSchema) as { oneOf?: readonly Shape[] }).oneOf ?? []).map(variantOf)
/** What a sender without the secret key may send. */
const PUBLIC = VARIANTS.filter(({ kind }) => kind !== 'item' && kind !== 'charted')
const TRUSTED_FIELDS = ['viewer', 'subject', 'country', 'weight']
const isRegister = ({ properties = {} }: Shape): boolean => 'token' in properties

const ITEM = variantOf(shapeOf(itemSchema.omit({ id: true })))

/** What has to be said of an event, or of a catalogue entry. */
export type Expected =
  | { readonly verdict: 'stored' | 'duplicate' | 'conflict' | 'too-late' }
  /** `whole`: each of the fields is named; else some of them, and nothing else. */
  | { readonly verdict: 'rejected'; readonly fields: readonly string[]; readonly whole: boolean }

export interface Line {
  readonly bytes: Buffer
  readonly expected: Expected
}

const STORED: Expected = { verdict: 'stored' }
const rejected = (...fields: readonly string[]): Expected => ({
  verdict: 'rejected',
  fields,
  whole: fields.length === 1,
})

/** Makes events whose ids nobody else makes, around one time. */
export class EventMaker {
  #made = 0
  constructor(
    private readonly random: Random,
    /** Tells its ids from those of all others: below 2^32. */
    private readonly number: number,
    private readonly now: number,
    private readonly trusted: boolean,
    /** One that the house gave. */
    private readonly token = '',
  ) {}

  /** A right event. Its item is one that no chart has if `unlisted`. */
  right(unlisted = false): Json {
    return this.#rightOf(this.random.pick(this.trusted ? VARIANTS : PUBLIC), unlisted)
  }

  /** One or two lines that hang together, and what each of them is. */
  lines(): readonly Line[] {
    const variant = this.random.pick(this.trusted ? VARIANTS : PUBLIC)
    const event = this.#rightOf(variant)
    switch (this.random.below(12)) {
      case 0:
        return this.#twice(event)
      case 1:
        return [this.#fieldTwice(event)]
      case 2:
      case 3:
      case 4:
      case 5:
        return [this.#damaged(event, variant, 1)]
      case 6:
        return [this.#damaged(event, variant, 2 + this.random.below(2))]
      case 7:
        return [this.trusted ? this.#withoutTime(event) : this.#forbidden(event)]
      default:
        return [this.#line(event, STORED)]
    }
  }

  #line(event: Json, expected: Expected): Line {
    const json = write(event)
    return { bytes: Buffer.from(this.random.oneIn(4) ? ` ${json}\t ` : json), expected }
  }

  #rightOf({ kind, shape }: Variant, unlisted = false): Json {
    let event = withAt(right(shape, this.random), ['id'], JSON.stringify(this.#id('7')))
    event = withAt(event, ['at'], this.random.oneIn(4) ? undefined : this.#time())
    // The schema bounds both, and not what they come to together.
    if (kind === 'watch' || kind === 'sale')
      event = withAt(event, ['weight'], this.random.oneIn(2) ? undefined : String(1 + this.random.below(1000)))
    if (isRegister(shape)) event = this.#withSubject(event)
    if (!this.trusted) for (const field of TRUSTED_FIELDS) event = withAt(event, [field], undefined)
    return turned(unlisted && kind !== 'item' ? withAt(event, ['item'], '"unlisted"') : event, this.random)
  }

  /** Somebody has one vote: a trusted sender says whose it is, or passes on the proof that any other has to bring. */
  #withSubject(event: Json): Json {
    const proven = !this.trusted || (this.token !== '' && this.random.oneIn(4))
    const [named, other] = proven ? ['token', 'subject'] : ['subject', 'token']
    const subject = JSON.stringify(proven ? this.token : this.random.pick(['account 7', '日本語', '__proto__']))
    return withAt(withAt(withAt(event, ['weight'], undefined), [other], undefined), [named], subject)
  }

  /** A UUID of a version, whose first 48 bits are the time at which all happens. */
  #id(version: string): string {
    const time = this.now.toString(16).padStart(12, '0')
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex(this.random.below(4096), 3)}-8000-${hex(this.number, 8)}${hex(this.#made++, 4)}`
  }

  #time(): string {
    const ms = this.now - this.random.below(20 * 3_600_000)
    const iso = new Date(ms).toISOString()
    return JSON.stringify(
      this.random.pick([iso, iso.replace(/\.\d+/, ''), iso.replace('Z', '+00:00'), iso.replace('Z', '456Z')]),
    )
  }

  /** The same again, or with other content under the same identity. */
  #twice(event: Json): readonly Line[] {
    if (this.random.oneIn(2)) return [this.#line(event, STORED), this.#line(event, { verdict: 'duplicate' })]
    return [this.#line(viewAs(event, '"one"'), STORED), this.#line(viewAs(event, '"other"'), { verdict: 'conflict' })]
  }

  /** The last of two counts, as nearly all readers of JSON have it. */
  #fieldTwice(event: Json): Line {
    const inner = write(event).slice(1, -1)
    const bad = this.random.pick(['"id":7', '"kind":"__proto__"', '"kind":null'])
    if (this.random.oneIn(2)) return this.#line(`{${bad},${inner}}`, STORED)
    return this.#line(`{${inner},${bad}}`, rejected(bad.startsWith('"id"') ? 'id' : 'kind'))
  }

  #damaged(event: Json, { damages }: Variant, count: number): Line {
    const done: Damage[] = []
    let damaged = event
    while (done.length < count) {
      const damage = this.random.pick(damages)
      const root = damage.path[0]
      if (!canPutAt(damaged, damage.path) || done.some(({ path }) => path[0] === root)) continue
      damaged = withAt(damaged, damage.path, damage.value)
      done.push(damage)
    }
    return this.#line(damaged, rejected(...done.map(({ field }) => field)))
  }

  #withoutTime(event: Json): Line {
    return this.#line(withAt(withAt(event, ['id'], JSON.stringify(this.#id('4'))), ['at'], undefined), rejected('at'))
  }

  /** What only a trusted sender may say. */
  #forbidden(event: Json): Line {
    const old = new Date(this.now - 25 * 3_600_000).toISOString()
    if (fieldOf(event, 'token') && this.random.oneIn(2))
      return this.#line(withAt(event, ['token'], undefined), rejected('token'))
    const [path, value, expected] = this.random.pick<readonly [string, string, Expected]>([
      ['viewer', '"v"', rejected('viewer')],
      ['country', '"GB"', rejected('country')],
      ['weight', '2', rejected('weight')],
      ['at', JSON.stringify(old), { verdict: 'too-late' }],
    ])
    return this.#line(withAt(viewAs(event, '"x"'), [path], value), expected)
  }
}

/** The fields in another order. */
function turned(json: Json, random: Random): Json {
  if (typeof json === 'string' || !('fields' in json)) return json
  const by = random.below(json.fields.length)
  return { fields: [...json.fields.slice(by), ...json.fields.slice(0, by)] }
}

const fieldOf = (event: Json, name: string): Json | undefined =>
  typeof event === 'object' && 'fields' in event ? event.fields.find(([each]) => each === name)?.[1] : undefined

/** A view with the identity of an event. */
function viewAs(event: Json, item: string): Json {
  const view: Json = {
    fields: [
      ['kind', '"view"'],
      ['item', item],
    ],
  }
  return withAt(withAt(view, ['id'], fieldOf(event, 'id') ?? 'null'), ['at'], fieldOf(event, 'at'))
}

const levels = (count: number) => `${'{"a":'.repeat(count)}0${'}'.repeat(count)}`

/** Lines that are no event, and what is named for them. */
export const NO_EVENTS: readonly Line[] = [
  ...['{"id":', '{]', 'nul', 'NaN', "{'a':1}", '{"a":1}{"b":2}', '{} trailing', '"', '{"a":"\u0001"}', '{,}'].map(
    (text) => ({ bytes: Buffer.from(text), expected: rejected('(line)') }),
  ),
  { bytes: Buffer.from(levels(17)), expected: rejected('(line)') },
  { bytes: Buffer.from(levels(5000)), expected: rejected('(line)') },
  { bytes: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), expected: rejected('(line)') },
  { bytes: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), expected: rejected('(line)') },
]

/** JSON, and no object; these may stand in an array too. */
export const NO_OBJECTS: readonly Line[] = ['7', '"x"', 'null', 'true', '-0', '1e400'].map((text) => ({
  bytes: Buffer.from(text),
  expected: rejected('(all)'),
}))

/** A catalogue entry without its id, right or with one thing wrong. */
export function entry(random: Random): { readonly json: string; readonly expected: Expected } {
  const made = right(ITEM.shape, random)
  if (random.oneIn(2)) return { json: write(made), expected: STORED }
  for (;;) {
    const damage = random.pick(ITEM.damages)
    if (canPutAt(made, damage.path))
      return { json: write(withAt(made, damage.path, damage.value)), expected: rejected(damage.field) }
  }
}
