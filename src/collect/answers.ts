// The collector's answers as bytes. Nearly all of them are one of a few, and those are made once.
import type { ServerResponse } from 'node:http'
import type { Problem } from '../domain/problem.ts'
import type { Received, Verdict } from './receive.ts'

/** Sends one answer; headers are names and values in turn, names in lower case. */
export type Answer = (status: number, headers: readonly string[], body: string) => void

/** An answer by way of node:http. */
export const answerBy =
  (response: ServerResponse): Answer =>
  (status, headers, body) => {
    if (!response.headersSent) response.writeHead(status, headers as string[]).end(body)
  }

/** A problem as RFC 9457 has it. */
export const problemJson = (status: number, title: string, problems?: readonly Problem[]): string =>
  JSON.stringify({ type: 'about:blank', title, status, ...(problems && { problems }) })

/** A page of any origin may read an answer; no cookie is ever looked at. */
const ANY_ORIGIN = ['access-control-allow-origin', '*']

const PREFLIGHT = [
  ...ANY_ORIGIN,
  'access-control-allow-methods',
  'POST',
  'access-control-allow-headers',
  'authorization,content-type,content-encoding',
  'access-control-max-age',
  '86400',
]

/** Answers to requests that stored so many events and rejected none. */
interface Prepared {
  readonly headers: string[]
  readonly body: string
}
const PREPARED_MAX = 1000
const prepared: Prepared[] = []

const withLength = (type: string, body: string): string[] => [
  'content-type',
  type,
  'content-length',
  String(Buffer.byteLength(body)),
  ...ANY_ORIGIN,
]

function storedAnswer(stored: number): Prepared {
  const known = prepared[stored]
  if (known) return known
  const body = `{"stored":${stored},"rejected":0}`
  const made = { headers: withLength('application/json', body), body }
  if (stored <= PREPARED_MAX) prepared[stored] = made
  return made
}

export function answerReceived(answer: Answer, received: Received): void {
  if (!received.verdicts) {
    const { headers, body } = storedAnswer(received.stored)
    answer(200, headers, body)
    return
  }
  const body = receivedJson(received, received.verdicts)
  answer(200, withLength('application/json', body), body)
}

const PLAIN: Partial<Record<Verdict['verdict'], string>> = {
  stored: '{"verdict":"stored"}',
  duplicate: '{"verdict":"duplicate"}',
  conflict: '{"verdict":"conflict"}',
}

function receivedJson({ verdicts: _, ...counts }: Received, verdicts: readonly Verdict[]): string {
  const told = verdicts.map((each) => PLAIN[each.verdict] ?? JSON.stringify(each))
  return `${JSON.stringify(counts).slice(0, -1)},"verdicts":[${told.join(',')}]}`
}

export interface ProblemHeaders {
  /** Whole seconds after which the sender may come again. */
  readonly retryAfter?: number | undefined
  /** Whether the connection ends with this answer. */
  readonly close?: boolean | undefined
}

export function answerProblem(
  answer: Answer,
  status: number,
  title: string,
  problems?: readonly Problem[],
  { retryAfter, close }: ProblemHeaders = {},
): void {
  const body = problemJson(status, title, problems)
  const headers = withLength('application/problem+json', body)
  // A page may read a header of another origin's answer only where the answer says so.
  if (retryAfter !== undefined)
    headers.push('retry-after', String(retryAfter), 'access-control-expose-headers', 'retry-after')
  if (close) headers.push('connection', 'close')
  answer(status, headers, body)
}

export const answerPreflight = (response: ServerResponse): void => void response.writeHead(204, PREFLIGHT).end()
