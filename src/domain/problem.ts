// A problem is an expected outcome: a value that says which field was wrong, what it held, and what is allowed.
// A Failure is the environment's: disk, engine, network, or a directory that somebody else holds.
// Bugs are neither: they are asserted, and the process stops.

/** One thing wrong with an input. `field` is a path such as `runtimes.0.from`; `value` is cut to 80 characters. */
export interface Problem {
  readonly field: string
  readonly value: string
  readonly allowed: string
}

/** The outcome of every `parseX`: the value, or all that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value })

export const refused = (...problems: readonly Problem[]): Parsed<never> => ({ ok: false, problems })

const VALUE_LENGTH_MAX = 80

/** Shows an offending value in a problem: as JSON, cut, and never `undefined`. */
export function shown(value: unknown): string {
  const text = value === undefined ? '(missing)' : jsonOf(value)
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // Arrays in arrays in arrays, more than the stack is deep.
    return '(too deep to show)'
  }
}

export const problem = (field: string, value: unknown, allowed: string): Problem => ({
  field,
  value: shown(value),
  allowed,
})

/** A problem as one sentence. */
export const sentence = (p: Problem): string => `${p.field}: ${p.value} is not allowed; ${p.allowed}`

export type FailureCode =
  | 'directory-in-use'
  | 'directory-not-ours'
  | 'log-rotten'
  | 'log-closed'
  | 'disk'
  | 'disk-full'
  | 'engine'
  | 'books'
  | 'input'
  | 'config'
  | 'address-in-use'

/** The environment failed. Caught at the HTTP edge, in the CLI's main and in the worker's loop, nowhere else. */
export class Failure extends Error {
  override readonly name = 'Failure'
  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
