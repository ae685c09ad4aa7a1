// Values that a JSON Schema allows, and values that it does not: both derived from it, so that a new field or kind of
// event is sent right and wrong without a word here. What a schema can't say (that a date is one) stands in two tables.
import type { Random } from '../random.ts'
import type { Json } from './json.ts'

/** What is used here of a JSON Schema. */
export interface Shape {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Shape
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

const text = (value: unknown): string => JSON.stringify(value)

/** Texts that are allowed somewhere and have broken something somewhere. */
const TEXTS = [
  'a',
  'en-GB',
  'heartstopper-s1',
  'x'.repeat(200),
  'Größe 7',
  '日本語',
  '👩‍👩‍👧',
  'e\u0301\u2028\ufeff',
  'quoted "\\',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '<script>alert(1)</script>',
  "'; DROP TABLE events; --",
  '{item:String}',
  'a/b?c=d#e&f',
  '%00%ff',
  '=1+1',
  '\u{10ffff}',
]

/** Right values of fields that are more than their pattern says. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  country: ['GB', 'FR', 'KR', 'BR', 'AQ'],
  from: ['2022-05-01', '2020-02-29', '1999-12-31'],
  published: ['2022-05-01', '2022-05-01T20:00:00+02:00', '1999-12-31'],
  // In form alone: who makes events puts in one that was given.
  token: [`hct_${'a'.repeat(65)}`],
  url: ['https://example.com/a?b=c#d', 'http://localhost:4000/', `https://example.com/${'a'.repeat(1900)}`],
}

/** Wrong values that only a reader who knows the field can tell from right ones. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  id: [
    '019a5b00-0000-7000-8000-00000000000',
    '019a5b00-0000-7000-8000-0000000000011',
    '019a5b00_0000_7000_8000_0',
    'z',
  ],
  at: [
    '2026-02-30T00:00:00Z',
    '2026-11-16',
    '2026-11-16T20:01:02',
    '1989-12-31T23:59:59.999Z',
    '2200-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '2026-11-16T25:00:00Z',
    '0',
  ],
  country: ['XX', 'gb', 'ZZ', 'GBR', 'G', 'world'],
  from: ['2022-02-30', '2022-5-1', '2022-05-01T00:00:00Z', '-000001-01-01'],
  published: ['2022-02-30', '2022-05-01T20:00:00', '31.12.1999'],
  token: ['hct_', 'hcw_', `hct_${'a'.repeat(65)}`, `hct_${'_'.repeat(65)}`, `hct_${'a'.repeat(66)}`],
  url: [
    'javascript:alert(1)',
    '//example.com',
    'http://',
    'file:///etc/passwd',
    `https://example.com/${'a'.repeat(2000)}`,
  ],
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

/** Wrong nearly everywhere. As JSON, since some of them are nothing else. */
const HOSTILE = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e308', '-1e308', '1e400', '5e-324', '9007199254740993'],
  ...['123456789012345678901234567890', '""', '" "', '"\\u0000"', '"a\\u0000b"', '"a\\nb"', '"\\u007f"', '"\\u0085"'],
  ...['"\\ud800"', '"a\\udc00\\ud800b"', text('x'.repeat(501)), text('ü'.repeat(3000)), '"1"', '"true"', '"__proto__"'],
  ...[
    '[]',
    '{}',
    '[null]',
    deep(9),
    '{"a":{"b":{"c":{}}}}',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
  ],
  ...['{"toString":null,"valueOf":1}', '{"toJSON":1}', '{"length":1e9}', '{"then":"x"}', '{"hasOwnProperty":0}'],
]

/** Names of fields that no event has. */
const STRANGERS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length'],
  ...['', ' id', 'ID', 'kind\u0000', 'a.b', '0', '-1', 'receivedAt', 'site', 'value', 'body', 'ключ', '\u{1f600}'],
]

const isList = Array.isArray
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !isList(value)

function fitsType(type: string, { pattern, minimum = 0, maximum = 0 }: Shape, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string' && pattern !== undefined && new RegExp(pattern, 'u').test(value)
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum
    case 'array':
      return isList(value)
    case 'object':
      return isObject(value)
    default:
      return value === null ? type === 'null' : typeof value === type
  }
}

const typesOf = ({ type = [] }: Shape): readonly string[] => [type].flat()

function fits(shape: Shape, value: unknown): boolean {
  if (shape.anyOf) return shape.anyOf.some((each) => fits(each, value))
  if (shape.const !== undefined) return value === shape.const
  if (shape.enum) return shape.enum.includes(value)
  return typesOf(shape).some((type) => fitsType(type, shape, value))
}

const textsOf = new Map<string, readonly string[]>()

function rightText(name: string, pattern = '', random: Random): string {
  const known = RIGHT[name]
  if (known) return random.pick(known)
  if (!textsOf.has(pattern))
    textsOf.set(
      pattern,
      TEXTS.filter((each) => new RegExp(pattern, 'u').test(each)),
    )
  return random.pick(textsOf.get(pattern) ?? [])
}

/** A value that a shape allows. `name` is the field's. */
export function right(shape: Shape, random: Random, name = ''): Json {
  if (shape.anyOf) return right(random.pick(shape.anyOf), random, name)
  if (shape.const !== undefined) return text(shape.const)
  if (shape.enum) return text(random.pick(shape.enum))
  const { properties = {}, required = [], minimum = 0, maximum = 0 } = shape
  switch (random.pick(typesOf(shape))) {
    case 'string':
      return text(rightText(name, shape.pattern, random))
    case 'integer':
      return text(random.pick([minimum, maximum, minimum + random.below(Math.min(1000, maximum - minimum + 1))]))
    case 'boolean':
      return text(random.oneIn(2))
    case 'array':
      return Array.from({ length: random.below(4) }, () => right(shape.items ?? {}, random, name))
    case 'object':
      return {
        fields: Object.entries(properties)
          .filter(([field]) => required.includes(field) || random.oneIn(3))
          .map(([field, each]) => [field, right(each, random, field)]),
      }
    default:
      return 'null'
  }
}

/** One thing done to a right value, and the field that a reader has to name for it. */
export interface Damage {
  readonly path: readonly string[]
  /** Undefined where the field is taken away. */
  readonly value: Json | undefined
  readonly field: string
}

const at = (path: readonly string[], value: Json | undefined): Damage => ({
  path,
  value,
  field: path.map((name) => (name === '' ? '""' : name)).join('.'),
})

/** All damages to a value of a shape, each to one field. */
export function damagesTo(shape: Shape, path: readonly string[] = []): readonly Damage[] {
  const name = path.at(-1) ?? ''
  const candidates = path.length === 0 ? [] : [...HOSTILE, ...(WRONG[name] ?? []).map(text)]
  const own = candidates.filter((each) => !fits(shape, JSON.parse(each))).map((value) => at(path, value))
  if (shape.properties) return [...own, ...damagesToFields(shape, path)]
  const { items, maxItems } = shape
  if (!items || maxItems === undefined) return own
  const one = items.properties ? '{"from":"2022-05-01","runtimeMs":1}' : '"a"'
  return [
    ...own,
    at(
      path,
      Array.from({ length: maxItems + 1 }, () => one),
    ),
    ...damagesTo(items, [...path, '0']),
  ]
}

function damagesToFields({ properties = {}, required = [] }: Shape, path: readonly string[]): readonly Damage[] {
  return [
    ...Object.entries(properties).flatMap(([field, each]) => damagesTo(each, [...path, field])),
    ...required.map((field) => at([...path, field], undefined)),
    ...STRANGERS.map((field, i) => at([...path, field], HOSTILE[i % HOSTILE.length])),
  ]
}
