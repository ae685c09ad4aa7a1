// Whose register an event sets, and whether its sender may say so. A public sender proves a subject by its token; a
// trusted one names a subject, passes a token on, or brings a baseline: so many subjects, of whom nothing more is known.
import { type Claim, isRegister, type RegisterKind, TOKEN_ALLOWED } from '../domain/event.ts'
import { type Problem, problem } from '../domain/problem.ts'
import type { Sender } from './admit.ts'
import { isToken, subjectKey, tokenKey } from './tokens.ts'

/** The field that says what is set. */
const VALUE_FIELDS = {
  like: 'on',
  follow: 'on',
  rate: 'stars',
  helpful: 'yes',
} as const satisfies Record<RegisterKind, string>

/** Why a sender may not set this register; undefined where it may. What only trusted senders may say is judged before. */
export function findRegisterProblem(claim: Claim, { site, trusted, pepper }: Sender): Problem | undefined {
  const { kind, subject, token, weight, value } = claim
  if (!isRegister(kind)) return undefined
  if (token !== undefined) {
    if (!isToken(pepper, site, token)) return problem('token', token, TOKEN_ALLOWED)
    if (subject !== undefined) return problem('token', token, 'either a token or a subject: each is somebody')
  }
  if (token === undefined && subject === undefined) {
    if (!trusted) return problem('token', undefined, TOKEN_ALLOWED)
    if (weight === undefined)
      return problem('subject', undefined, 'whose register it is; or a weight instead, for a baseline of so many')
    if (value === 0)
      return problem(VALUE_FIELDS[kind], kind === 'rate' || kind === 'helpful' ? null : false, 'what a baseline adds')
    return undefined
  }
  return weight === undefined ? undefined : problem('weight', weight, 'no weight beside a subject: it has one vote')
}

/** What stands in the log for the subject of an event; empty where there is none. */
export function loggedSubject({ subject, token }: Claim, { site, pepper }: Sender): string {
  if (token !== undefined) return tokenKey(pepper, site, token)
  return subject === undefined ? '' : subjectKey(pepper, site, subject)
}
