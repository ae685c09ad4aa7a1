// Collecting: what is acknowledged in a second by Housecount and by what one would pick instead of it, with the same
// events on the same machine in the same run; what is left after kill -9; whether the house keeps up with its collector
// for minutes; and what it does under ten times what it can take.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureEndToEnd } from './collect/end-to-end.mjs'
import { measureKills } from './collect/kills.mjs'
import { measureOverload } from './collect/overload.mjs'
import { measureRates } from './collect/rates.mjs'
import { printFigure } from './measure.mjs'

const PARTS = { rates: measureRates, kills: measureKills, 'end-to-end': measureEndToEnd, overload: measureOverload }

/**
 * @param seconds measured for each rival, after `warmUp` seconds
 * @param minutes of the end-to-end part
 * @param parts which of them, by name; all if none is named
 */
export async function benchCollect({ seconds, warmUp, minutes, parts }) {
  const root = await mkdtemp(join(tmpdir(), 'housecount-bench-'))
  // PostgreSQL runs as another user, and must get to its own directory below.
  await chmod(root, 0o711)
  const print = (figure, value, unit) => printFigure('collect', undefined, figure, value, unit)
  const asked = parts.length > 0 ? parts : Object.keys(PARTS)
  let rates
  try {
    for (const part of asked) {
      const result = await PARTS[part]({ root, seconds, warmUp, minutes, rates, print })
      if (part === 'rates') rates = result
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

export const COLLECT_PARTS = Object.keys(PARTS)
