// From a zod schema to a parse whose problems name field, value and what is allowed.
import { z } from 'zod'
import { type Parsed, type Problem, parsed, problem, refused, sentence } from './problem.ts'

/** A string field with one rule and one sentence that says what is allowed. */
export const text = (pattern: RegExp, allowed: string) => z.string({ error: allowed }).regex(pattern, allowed)

/** Runs a schema over unknown input. */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input)
  if (result.success) return parsed(result.data)
  return refused(...problemsIn(result.error, input))
}

/** An input may have any number of unknown fields; a reader needs the first few. */
const PROBLEMS_MAX = 20

/** What a schema found wrong with an input, at most 20 things. Two rules of a field may share their sentence: it is told once. */
export function problemsIn(error: z.ZodError, input: unknown): readonly Problem[] {
  const problems = error.issues.flatMap((issue) => problemsOf(issue, input))
  return [...new Map(problems.map((p) => [sentence(p), p])).values()].slice(0, PROBLEMS_MAX)
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown) {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, PROBLEMS_MAX)
      .map((key) => problem(join([...issue.path, key]), valueAt(input, [...issue.path, key]), 'no such field'))
  return [problem(join(issue.path) || '(all)', valueAt(input, issue.path), issue.message)]
}

const NAME_LENGTH_MAX = 80

const join = (path: readonly PropertyKey[]): string => path.map((key) => named(String(key))).join('.')

/** A sender names its fields as it likes: an empty name is shown as JSON has it, and a long one is cut. */
function named(key: string): string {
  if (key === '') return '""'
  return key.length > NAME_LENGTH_MAX ? `${key.slice(0, NAME_LENGTH_MAX)}…` : key
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
