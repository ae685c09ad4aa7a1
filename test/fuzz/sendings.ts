// Requests that send events and catalogue entries: right, wrong in a known way, changed by chance, and packed in every
// way there is. Each is made of the seed and its number alone, so that one can be made again.
import { gzipSync } from 'node:zlib'
import type { Random } from '../random.ts'
import { bomb, GZIP_TRICKS, mutated, spliced } from './bytes.ts'
import { EventMaker, type Expected, entry, type Line, NO_EVENTS, NO_OBJECTS } from './events.ts'
import { write } from './json.ts'
import { framed, jsonOf, type Keys, type Request, wrongInProblem, wrongInProblems } from './request.ts'
import type { Answer } from './wire.ts'

/** How often each verdict was given, summed over a run. */
export type Tally = Record<Verdict['verdict'], number>

interface Verdict {
  readonly verdict: 'stored' | 'duplicate' | 'conflict' | 'rejected' | 'too-late'
  readonly problems?: readonly { readonly field: string; readonly value: string; readonly allowed: string }[]
}

interface Received {
  readonly stored: number
  readonly rejected: number
  readonly duplicates?: number
  readonly conflicts?: number
  readonly tooLate?: number
  readonly verdicts?: readonly Verdict[]
}

export class Sendings {
  readonly #bomb = bomb()
  constructor(
    private readonly keys: Keys,
    private readonly now: number,
    private readonly tally: Tally,
    /** One that the house gave to a browser. */
    private readonly token: string,
  ) {}

  /** Events of which each has to be given its verdict, in order, whatever its neighbours are. */
  events(random: Random, number: number): Request {
    const { trusted, key } = this.#key(random)
    const maker = new EventMaker(random, number, this.now, trusted, this.token)
    const lines = Array.from({ length: random.oneIn(50) ? 60 : 1 + random.below(4) }, () =>
      random.oneIn(12) ? [random.pick(NO_OBJECTS)] : maker.lines(),
    ).flat()
    const array = random.oneIn(3)
    // A line that begins with a bracket would be an array.
    if (!array && random.oneIn(4)) lines.splice(1 + random.below(lines.length), 0, random.pick(NO_EVENTS))
    return {
      told: 'events',
      pipelined: true,
      bytes: this.#packed(random, key, array ? inArray(lines) : inLines(lines)),
      check: (answer) => this.#wrongInVerdicts(answer, lines),
    }
  }

  /** Events changed by chance: anything may be said of them, if it is said of each. */
  mutated(random: Random, number: number): Request {
    // Few of them trusted: chance makes a date of long ago of many, and each of those is an hour to be folded.
    const { trusted, key } = this.#key(random, random.oneIn(4))
    const maker = new EventMaker(random, number, this.now, trusted, this.token)
    const lines = () =>
      Array.from({ length: 1 + random.below(4) }, () => ({ bytes: Buffer.from(write(maker.right(true))) }))
    const plain = random.oneIn(3) ? inArray(lines()) : inLines(lines())
    const change = (bytes: Buffer) =>
      random.oneIn(5) ? spliced(bytes, Buffer.from(inLines(lines())), random) : mutated(bytes, random)
    const zipped = random.oneIn(5)
    const body = zipped ? (random.oneIn(2) ? change(gzipSync(plain)) : gzipSync(change(plain))) : change(plain)
    const headers = [key, ...(zipped ? ['content-encoding: gzip'] : [])]
    return {
      told: 'mutated events',
      pipelined: true,
      bytes: framed(random, { headers, body }),
      check: (answer) => this.#wrongIn(answer),
    }
  }

  /** Events in a gzip that is not what it seems. */
  gzip(random: Random, number: number): Request {
    const { trusted, key } = this.#key(random)
    const maker = new EventMaker(random, number, this.now, trusted, this.token)
    const headers = [key, 'content-encoding: gzip']
    if (random.oneIn(20))
      return { told: 'a gzip bomb', bytes: framed(random, { headers, body: this.#bomb }), check: expectStatus(413) }
    const plain = Buffer.from(write(maker.right()))
    if (random.oneIn(5))
      return {
        told: 'a gzip in a gzip',
        bytes: framed(random, { headers, body: gzipSync(gzipSync(plain)) }),
        check: (answer) => this.#wrongIn(answer) ?? expectStatus(200, 400)(answer),
      }
    const trick = random.pick(GZIP_TRICKS)
    return {
      told: `a gzip ${trick.told}`,
      bytes: framed(random, { headers, body: trick.make(plain) }),
      check: (answer) => this.#wrongIn(answer) ?? expectStatus(trick.readable ? 200 : 400)(answer),
    }
  }

  /** A right event with a key that is none, or in a place where keys are or are not taken. */
  keyed(random: Random, number: number): Request {
    const { secret, write: open } = this.keys
    const [address, header, status] = random.pick<readonly [string, string, number]>([
      ['', 'x: no key', 401],
      ['', 'authorization: Bearer hcs_guess', 401],
      ['', 'authorization: Bearer __proto__', 401],
      ['', `authorization: Basic ${secret}`, 401],
      ['', `authorization: bearer ${secret}`, 401],
      ['', `cookie: key=${secret}`, 401],
      [`?key=${secret}`, 'origin: null', 401],
      [`?key=${open}x`, 'origin: null', 401],
      [`?key=${open}&key=${secret}`, 'origin: http://[', 200],
      [`?KEY=${open}`, 'origin: https://example.com', 401],
      [`?a=%zz&key=${open}`, 'origin: https://example.com', 200],
    ])
    const event = new EventMaker(random, number, this.now, false, this.token).right()
    const sent = { path: `/v1/events${address}`, headers: [header], body: Buffer.from(write(event)) }
    return {
      told: 'a key',
      pipelined: true,
      bytes: framed(random, sent),
      check: (answer) => this.#wrongIn(answer) ?? expectStatus(status)(answer),
    }
  }

  /** A catalogue entry. */
  entry(random: Random): Request {
    const { json, expected } = entry(random)
    const zip = random.oneIn(8)
    const broken = random.oneIn(10)
    const plain = broken ? mutated(Buffer.from(json), random) : Buffer.from(json)
    const headers = [`authorization: Bearer ${this.keys.secret}`, 'content-type: application/json']
    const id = random.pick(['a', 'b', 'c%2Fd', 'heartstopper-s1', '__proto__', 'constructor', '%3Cb%3E'])
    return {
      told: 'an entry',
      bytes: framed(random, {
        method: 'PUT',
        path: `/v1/items/${id}`,
        headers: zip ? [...headers, 'content-encoding: gzip'] : headers,
        body: zip ? gzipSync(plain) : plain,
      }),
      check: (answer) => this.#wrongIn(answer) ?? (broken ? undefined : wrongInEntry(answer, expected)),
    }
  }

  #key(random: Random, trusted = !random.oneIn(4)): { readonly trusted: boolean; readonly key: string } {
    return { trusted, key: `authorization: Bearer ${trusted ? this.keys.secret : this.keys.write}` }
  }

  #packed(random: Random, key: string, plain: Buffer): Buffer {
    const zip = random.oneIn(10)
    const headers = [
      key,
      ...(zip ? ['Content-Encoding: GZIP'] : []),
      ...(random.oneIn(10) ? ['Expect: 100-continue'] : []),
    ]
    return framed(random, { headers, body: zip ? gzipSync(plain) : plain })
  }

  #wrongInVerdicts(answer: Answer, lines: readonly Line[]): string | undefined {
    const wrong = this.#wrongIn(answer)
    if (wrong) return wrong
    if (answer.status !== 200) return 'not judged one by one'
    const { verdicts } = jsonOf(answer) as Received
    const given = verdicts ?? lines.map((): Verdict => ({ verdict: 'stored' }))
    if (given.length !== lines.length) return `${given.length} verdicts on ${lines.length} events`
    for (const [i, { expected }] of lines.entries()) {
      const verdict = given[i]
      if (verdict && !isAs(verdict, expected)) return `verdict ${i} is not ${JSON.stringify(expected)}`
    }
    return undefined
  }

  /** What is wrong with an answer to whatever was sent; what it says was stored is counted. */
  #wrongIn(answer: Answer): string | undefined {
    if (answer.status !== 200) return wrongInProblem(answer)
    const received = jsonOf(answer) as Received
    const counts = countsOf(received)
    for (const [verdict, count] of Object.entries(counts)) this.tally[verdict as Verdict['verdict']] += count
    if (!received.verdicts) return counts.stored > 0 ? undefined : 'no verdicts'
    for (const { verdict, problems = [] } of received.verdicts) {
      counts[verdict]--
      const toSay = verdict === 'rejected' || verdict === 'too-late'
      if (toSay !== problems.length > 0) return `a verdict ${verdict} with ${problems.length} problems`
      const wrong = wrongInProblems(problems)
      if (wrong) return wrong
    }
    return Object.values(counts).every((count) => count === 0) ? undefined : 'counts that are not those of the verdicts'
  }
}

const countsOf = ({ stored, rejected, duplicates = 0, conflicts = 0, tooLate = 0 }: Received) => ({
  stored,
  rejected,
  duplicate: duplicates,
  conflict: conflicts,
  'too-late': tooLate,
})

type Bytes = Pick<Line, 'bytes'>
const inLines = (lines: readonly Bytes[]): Buffer =>
  Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]))
const inArray = (lines: readonly Bytes[]): Buffer =>
  Buffer.concat([
    Buffer.from('['),
    ...lines.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [Buffer.from(','), bytes])),
    Buffer.from(']'),
  ])

const expectStatus =
  (...allowed: readonly number[]) =>
  ({ status }: Answer): string | undefined =>
    allowed.includes(status) ? undefined : `status ${status}, not ${allowed.join(' or ')}`

function isAs({ verdict, problems = [] }: Verdict, expected: Expected): boolean {
  if (verdict !== expected.verdict) return false
  if (expected.verdict === 'too-late') return problems.every(({ field }) => field === 'at')
  if (expected.verdict !== 'rejected') return true
  const named = new Set(problems.map(({ field }) => field))
  const known = [...named].every((field) => expected.fields.includes(field))
  return known && (!expected.whole || named.size === expected.fields.length)
}

function wrongInEntry(answer: Answer, expected: Expected): string | undefined {
  if (expected.verdict !== 'rejected') return expectStatus(200)(answer)
  const { problems = [] } = jsonOf(answer) as Verdict
  const fields = problems.map(({ field }) => field)
  const exact = answer.status === 400 && fields.every((field) => expected.fields.includes(field))
  return exact ? undefined : `not a rejection of ${expected.fields.join()}`
}
