// The operators of a data directory: who may sit at the desk. Kept beside the keys, in a file of the same kind; of each
// there is a name, and a hash of a passphrase that was shown once.
import { join } from 'node:path'
import { z } from 'zod'
import { type Parsed, parsed, problem, refused } from '../../domain/problem.ts'
import { parseWith, text } from '../../domain/schema.ts'
import { type Instant, isoInstant, parseInstant } from '../../domain/time.ts'
import { findPrivate, inTurn, writePrivate } from '../private-file.ts'
import { HASH_FORM } from './passphrase.ts'

export interface Operator {
  readonly name: string
  /** As passphrase.ts writes it. */
  readonly hash: string
  /** Since when, as RFC 3339 has it. */
  readonly added: string
}

export interface Operators {
  readonly operators: readonly Operator[]
}

const NAME_ALLOWED = 'a to z, 0 to 9, full stops and hyphens, at most 64'
const name = text(/^[a-z0-9][a-z0-9.-]{0,63}$/, NAME_ALLOWED)
const operatorsSchema = z.strictObject({
  operators: z.array(
    z.strictObject({
      name,
      hash: text(HASH_FORM, 'a scrypt hash'),
      added: z.string().refine((at) => parseInstant('added', at).ok, 'a date and time with its zone'),
    }),
  ),
})

export const operatorsPath = (directory: string): string => join(directory, 'operators.json')

/** The operators as the file has them; undefined where there is none. */
export const findOperators = (directory: string): Promise<Operators | undefined> =>
  findPrivate(operatorsPath(directory), (input) => parseWith(operatorsSchema, input))

/** Changes the operators of a data directory. A server that runs takes them within a second or two. */
export function changeOperators(
  directory: string,
  change: (operators: Operators) => Parsed<Operators>,
): Promise<Parsed<Operators>> {
  const path = operatorsPath(directory)
  return inTurn(path, async () => {
    const changed = change((await findOperators(directory)) ?? { operators: [] })
    if (changed.ok) await writePrivate(path, changed.value)
    return changed
  })
}

/** Adds an operator; a name is taken once. */
export function addOperator({ operators }: Operators, name: string, hash: string, now: Instant): Parsed<Operators> {
  if (operators.some((each) => each.name === name))
    return refused(problem('name', name, 'a name that is not taken: remove that operator first'))
  return parseWith(operatorsSchema, { operators: [...operators, { name, hash, added: isoInstant(now) }] })
}

/** Removes an operator, who is signed out with that. */
export function removeOperator({ operators }: Operators, name: string): Parsed<Operators> {
  const rest = operators.filter((each) => each.name !== name)
  if (rest.length < operators.length) return parsed({ operators: rest })
  return refused(problem('name', name, 'an operator that `housecount operators` lists'))
}
