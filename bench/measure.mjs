// Measuring: seconds, medians, memory, bytes on the disk. Figures go to standard output, one JSON line each.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export function printFigure(bench, events, figure, value, unit) {
  console.log(JSON.stringify({ bench, events, figure, value: Number(value.toPrecision(4)), unit }))
}

/** @returns {Promise<[seconds: number, result: unknown]>} */
export async function timed(work) {
  const start = performance.now()
  const result = await work()
  return [(performance.now() - start) / 1000, result]
}

/** The median of so many runs, and of more where they take less than a second together. */
export async function median(runs, work) {
  const seconds = []
  for (let sum = 0; seconds.length < runs || sum < 1; sum += seconds.at(-1)) seconds.push((await timed(work))[0])
  return seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)]
}

/** The most memory a process has held, in MiB. */
export const peakMib = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / 1024

export function bytesUnder(directory) {
  let bytes = 0
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) bytes += statSync(join(entry.parentPath ?? entry.path, entry.name)).size
  return bytes
}
