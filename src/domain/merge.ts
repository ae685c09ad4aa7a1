// Two items that turn out to be one: the log says of the one that the other stands for it, with the reason, until it says
// otherwise. What is counted stays under the id that it came with; whose it is, the catalogue tells.
import { z } from 'zod'
import { type ItemId, itemIdSchema } from './item.ts'
import type { Parsed } from './problem.ts'
import { parseWith } from './schema.ts'

export interface Merge {
  /** The item that stands for it; null where it stands for itself again. */
  readonly into: ItemId | null
  readonly reason: string
}

const mergeSchema = z.strictObject({ into: itemIdSchema.nullable(), reason: z.string() })

export const parseMerge = (input: unknown): Parsed<Merge> =>
  parseWith(mergeSchema as unknown as z.ZodType<Merge>, input)
