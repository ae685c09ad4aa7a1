// A request as bytes, with what may be answered to it.
import type { Random } from '../random.ts'
import type { Answer } from './wire.ts'

export interface Request {
  /** What kind it is, for a failure's message. */
  readonly told: string
  readonly bytes: Buffer
  /** Whether its answer has no body: to HEAD. */
  readonly head?: boolean
  /** Whether it goes out together with others, without their answers being awaited. */
  readonly pipelined?: boolean
  /** On a connection of its own that says no more, and may be ended without an answer. */
  readonly alone?: boolean
  /** Whether its sender goes away as soon as it is sent. */
  readonly abandoned?: boolean
  /** What is wrong with the answer. */
  readonly check: (answer: Answer) => string | undefined
}

/** Keys of the house that is asked. */
export interface Keys {
  readonly secret: string
  readonly write: string
}

export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: readonly string[]
  readonly body?: Buffer
}

/** A request whose framing is right, in one of the ways to be so. */
export function framed(random: Random, { method = 'POST', path = '/v1/events', headers = [], body }: Sent): Buffer {
  const chunked = body !== undefined && random.oneIn(8)
  const length = chunked ? ['Transfer-Encoding: chunked'] : body ? [`content-length: ${body.length}`] : []
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost', ...headers, ...length]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  if (!body) return head
  return Buffer.concat([head, chunked ? inChunks(body, random) : body])
}

function inChunks(body: Buffer, random: Random): Buffer {
  const parts: Buffer[] = []
  for (let from = 0; from < body.length; ) {
    const chunk = body.subarray(from, from + 1 + random.below(Math.ceil(body.length / 2)))
    parts.push(
      Buffer.from(`${chunk.length.toString(16)}${random.oneIn(4) ? ';a=b' : ''}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    )
    from += chunk.length
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

/** Reads an answer's JSON; undefined where it is none. */
export function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

interface ProblemAnswer {
  readonly status?: unknown
  readonly title?: unknown
  readonly problems?: readonly { readonly field: unknown; readonly value: unknown; readonly allowed: unknown }[]
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** What is wrong with an answer that is a problem: it says why, and a 400 names a field, its value and what is allowed. */
export function wrongInProblem(answer: Answer): string | undefined {
  const problem = (jsonOf(answer) ?? {}) as ProblemAnswer
  // The pixel is a picture in any case.
  if (answer.headers.get('content-type') === 'image/gif')
    return isText(answer.headers.get('housecount-refused')) ? undefined : 'a picture that does not say why'
  if (answer.headers.get('content-type') !== 'application/problem+json') return 'no problem as RFC 9457 has it'
  if (problem.status !== answer.status || !isText(problem.title)) return 'a problem without its status or title'
  const problems = problem.problems ?? []
  if (answer.status === 400 && problems.length === 0) return 'a rejection that names no field'
  return wrongInProblems(problems)
}

export const wrongInProblems = (problems: ProblemAnswer['problems'] = []): string | undefined =>
  problems.every(({ field, value, allowed }) => [field, value, allowed].every(isText))
    ? undefined
    : 'a problem without field, value or what is allowed'

/** An answer that may be a problem, as long as it is a whole one. */
export const answeredOr = (check: (answer: Answer) => string | undefined) => (answer: Answer) =>
  answer.status < 400 ? check(answer) : wrongInProblem(answer)
