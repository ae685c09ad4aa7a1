// A webhook as the operator configures it, and how one message is sent to it. The operator sets the addresses, so one in
// a network of his own is as good as any; what answers there sends nobody elsewhere, since no redirect is followed.
import { createHash, createHmac } from 'node:crypto'

export const NEWS = ['edition', 'restatement', 'milestone'] as const
export type News = (typeof NEWS)[number]

export interface Webhook {
  readonly url: string
  /** What messages are signed with. */
  readonly secret: string
  readonly on: readonly News[]
}

export interface Message {
  /** The same however often it is sent. */
  readonly id: string
  readonly body: string
}

/** A receiver that has not answered by then is asked again later. */
const ANSWER_MS_MAX = 10_000

/** What its files are called: by the address, so that a new secret goes on where the old one was. */
export const nameOf = ({ url }: Webhook): string => createHash('sha256').update(url).digest('hex').slice(0, 16)

/** What may be told of it: an address may hold a password. */
export const originOf = ({ url }: Webhook): string => new URL(url).origin

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>` */
export function signatureOf(secret: string, body: string, seconds: number): string {
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${digest}`
}

/** Sends a message once. Returns why it has not arrived, or undefined where it has: only a 2xx says so. */
export async function post(
  hook: Webhook,
  { id, body }: Message,
  seconds: number,
  stop: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(hook.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Housecount',
        'housecount-id': id,
        'housecount-signature': signatureOf(hook.secret, body, seconds),
      },
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    // What it says besides is nobody's business, however long it is.
    await response.body?.cancel()
    return response.ok ? undefined : `it answered ${response.status}`
  } catch (error) {
    const { message, cause } = error as Error
    return cause instanceof Error && cause.message !== '' ? cause.message : message
  }
}
