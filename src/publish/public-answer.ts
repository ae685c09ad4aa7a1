// What every answer to readers of counters and lists has: any page may read it, caches may keep it for a moment, and its
// ETag is the revision of the counters, which is compared before anything is asked or made.
import type { Context } from 'hono'
import type { Problem } from '../domain/problem.ts'
import type { Archive } from './archive.ts'
import type { CountersState } from './counters.ts'

export type ProblemReply = (
  c: Context,
  status: 400 | 404 | 503,
  title: string,
  problems?: readonly Problem[],
  headers?: Record<string, string>,
) => Response

/** A page of any origin may read these; they are the same for all readers, so that no cookie and no language tells. */
export const OPEN = { 'access-control-allow-origin': '*' }

/** A cache may keep an answer for five seconds, and go on giving it while it asks for the next. */
const FRESH = 'public, max-age=5, stale-while-revalidate=30'

/** Seconds after which the counters may be there. */
export const NOT_YET = { ...OPEN, 'retry-after': '1', 'cache-control': 'no-store' }
export const NOT_YET_TITLE = 'The counters are being made: try again'

/**
 * Answers by the state of the counters: 503 before there is one, 304 where the reader has it.
 * @param make the answer's JSON, or the problem with the question
 */
export async function answerFresh(
  c: Context,
  { counters }: Archive,
  reply: ProblemReply,
  make: (state: CountersState) => Promise<string | Response>,
): Promise<Response> {
  const { state } = counters
  if (!state) return reply(c, 503, NOT_YET_TITLE, undefined, NOT_YET)
  const etag = `"${state.revision}"`
  const headers = { ...OPEN, etag, 'cache-control': FRESH }
  if (hasTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const text = await make(state)
  return typeof text === 'string' ? c.body(text, 200, { ...headers, 'content-type': 'application/json' }) : text
}

/** Whether a list of entity tags holds this one; weak ones are as good, and `*` is any (RFC 9110, 13.1.2). */
export const hasTag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')))
