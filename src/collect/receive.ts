// Events as they come in over HTTP: a JSON array, or one JSON object a line. Each gets a verdict of its own, in the
// order they came; what is answered `stored` is on the disk.
import { type Event, parseEvent } from '../domain/event.ts'
import { type Parsed, type Problem, parsed, problem, refused } from '../domain/problem.ts'
import type { Instant } from '../domain/time.ts'
import { admit, type Sender } from './admit.ts'

export const EVENTS_MAX = 5000
export const BODY_BYTES_MAX = 1024 * 1024

export type Verdict =
  | { readonly verdict: 'stored' }
  | { readonly verdict: 'rejected' | 'too-late'; readonly problems: readonly Problem[] }

export interface Received {
  readonly stored: number
  readonly rejected: number
  /** One for each event, in their order; left out where all were stored. */
  readonly verdicts?: readonly Verdict[]
}

/** Splits a body into events without reading them; a line that is no JSON stays a problem of its own. */
export function splitBody(body: string): Parsed<readonly Parsed<unknown>[]> {
  const text = body.trim()
  if (text === '') return refused(problem('(body)', '', 'at least one event'))
  const inputs = text.startsWith('[') ? splitArray(text) : splitLines(text)
  if (inputs.ok && inputs.value.length > EVENTS_MAX)
    return refused(problem('(body)', `${inputs.value.length} events`, `at most ${EVENTS_MAX} events a request`))
  return inputs
}

function splitArray(text: string): Parsed<readonly Parsed<unknown>[]> {
  try {
    return parsed((JSON.parse(text) as unknown[]).map(parsed))
  } catch {
    return refused(problem('(body)', text, 'a JSON array of events, or one JSON object a line'))
  }
}

const splitLines = (text: string): Parsed<readonly Parsed<unknown>[]> =>
  parsed(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        try {
          return parsed<unknown>(JSON.parse(line))
        } catch {
          return refused(problem('(line)', line, 'one JSON object a line'))
        }
      }),
  )

/** Judges events, appends those that are admitted, and answers when they are on the disk. */
export async function receive(
  inputs: readonly Parsed<unknown>[],
  sender: Sender,
  now: Instant,
  append: (events: readonly Event[]) => Promise<void>,
): Promise<Received> {
  const events: Event[] = []
  const verdicts = inputs.map((input): Verdict => {
    const claim = input.ok ? parseEvent(input.value) : input
    if (!claim.ok) return { verdict: 'rejected', problems: claim.problems }
    const admission = admit(claim.value, sender, now)
    if (admission.verdict !== 'admitted') return admission
    events.push(admission.event)
    return { verdict: 'stored' }
  })
  await append(events)
  const stored = events.length
  const rejected = verdicts.length - stored
  return rejected === 0 ? { stored, rejected } : { stored, rejected, verdicts }
}
