// Why something that was published is another: one line, in an operator's words. It is published with what it changed.
import { type Parsed, parsed, problem, refused } from './problem.ts'

export const REASON_ALLOWED = 'a sentence of at most 300 characters, without line breaks'

export function parseReason(field: string, input: string): Parsed<string> {
  const reason = input.trim()
  return /^[^\p{Cc}\p{Cs}]{1,300}$/u.test(reason) ? parsed(reason) : refused(problem(field, reason, REASON_ALLOWED))
}
