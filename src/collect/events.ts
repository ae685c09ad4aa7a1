// `POST /v1/events`, straight on the socket or on node:http: this is where nearly all requests go, and a router and its
// objects would cost more than the events themselves. What each request brings is judged and answered in receive.ts.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Failure, type Problem } from '../domain/problem.ts'
import type { Sender } from './admit.ts'
import { type Answer, answerBy, answerPreflight, answerProblem, answerReceived } from './answers.ts'
import type { Collector } from './collector.ts'
import { BODY_BYTES_MAX, readEvents } from './events-body.ts'
import { type Asking, askingOf, EVENTS_PATH } from './ordinary-request.ts'
import { type BodyRefusal, HeldBytes, readBody, TOO_MANY } from './request-body.ts'

/** Whether a request is for the collector's door: it sends events, or asks whether it may. */
export function isForEvents({ method, url = '' }: IncomingMessage): boolean {
  if (method !== 'POST' && method !== 'OPTIONS') return false
  return url === EVENTS_PATH || (url.startsWith(EVENTS_PATH) && url.charCodeAt(EVENTS_PATH.length) === 63) // ?
}

/** Answers a request for which `isForEvents` is true. */
export function takeEvents(collector: Collector, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'OPTIONS') answerPreflight(response)
  else
    new Exchange(collector, answerBy(response)).begin(askingOf(request), (bytes, known) =>
      readBody(request, { bytesMax: BODY_BYTES_MAX, held: collector.held }, bytes, known),
    )
}

/** Answers a request whose body is there already. */
export function takeWhole(collector: Collector, asking: Asking, body: Buffer, answer: Answer): void {
  new Exchange(collector, answer).begin(asking, (bytes, known) => {
    bytes.take(body.length)
    known(body)
  })
}

/** One request and its answer. */
class Exchange {
  readonly #bytes: HeldBytes
  constructor(
    private readonly collector: Collector,
    private readonly answer: Answer,
  ) {
    this.#bytes = new HeldBytes(collector.held)
  }

  /** @param read reads the body, unless nobody wants it */
  begin(asking: Asking, read: (bytes: HeldBytes, known: (body: Buffer | BodyRefusal) => void) => void): void {
    const { senders, held, now } = this.collector
    this.#guarded(() => {
      const sender = senders.senderOf(asking, now())
      if ('status' in sender) this.#refuse(sender.status, sender.title)
      else if (held.fullness >= 1) this.#refuse(429, TOO_MANY)
      else
        read(this.#bytes, (body) =>
          this.#guarded(() => {
            if ('status' in body) this.#refuse(body.status, body.title, body.problems, body.close)
            else this.#takeBody(body, sender)
          }),
        )
    })
  }

  #takeBody(body: Buffer, sender: Sender): void {
    const { intake } = this.collector
    intake.tally.bytes += body.length
    const inputs = readEvents(body)
    if (!inputs.ok) this.#refuse(400, 'The body holds no events', inputs.problems)
    else
      intake.take(inputs.value, sender, (outcome) => {
        if (outcome instanceof Failure) this.#fail()
        else {
          this.#bytes.give()
          intake.tally.answered('events', 200)
          answerReceived(this.answer, outcome)
        }
      })
  }

  #refuse(status: number, title: string, problems?: readonly Problem[], close = false): void {
    this.#bytes.give()
    this.collector.intake.tally.answered('events', status)
    const retryAfter = status === 429 ? this.collector.held.retryAfterSeconds : undefined
    answerProblem(this.answer, status, title, problems, { retryAfter, close })
  }

  #fail(): void {
    this.#bytes.give()
    this.collector.intake.tally.answered('events', 503)
    const retryAfter = this.collector.held.retryAfterFailureSeconds
    answerProblem(this.answer, 503, 'Not now: try again', undefined, { retryAfter })
  }

  /** No request ends the process, or stays without an answer. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error instanceof Failure) this.#fail()
      else {
        this.collector.notice(`POST ${EVENTS_PATH}: a bug: ${(error as Error).stack}`)
        this.#refuse(500, 'This is a bug in Housecount')
      }
    }
  }
}
