// Housecount as its users run it: bin/housecount serve over a data directory, with a weekly chart to publish.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Log } from '../../dist/log/append.js'
import { readLines } from '../../dist/log/read.js'
import { CATALOGUE } from '../generate.mjs'
import { numberOf } from './events.mjs'
import { killTree, startProgram } from './processes.mjs'

export const BIN = fileURLToPath(new URL('../../bin/housecount', import.meta.url))

/** The charts that the house publishes while it collects: those of docs/performance.md. */
const CONFIG = `export default {
  charts: ['film', 'season'].map((kind) => ({
    id: kind,
    title: kind,
    window: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
    filter: { kinds: [kind] },
    methods: [{ version: 1, measure: 'views', formula: 'hours-per-runtime' }],
  })),
}
`

/** The events of a house that stands at its start: the catalogue's entries and the charts' specs. */
export const FURNISHED = CATALOGUE.length + 2

/** A house with the catalogue of bench/generate.mjs. @param directory an empty one */
export async function startHousecount(directory) {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'housecount.config.mjs'), CONFIG)
  writeFileSync(join(directory, 'catalogue.ndjson'), CATALOGUE.map((item) => `${JSON.stringify(item)}\n`).join(''))
  await runHousecount(directory, ['import', 'items', 'catalogue.ndjson'])
  return serveHousecount(directory)
}

/** Opens a house that stands already. */
export async function serveHousecount(directory) {
  const data = join(directory, 'data')
  const started = startProgram(BIN, ['serve', '--data', data, '--port', '0', '--json'], { cwd: directory })
  const url = await new Promise((resolve, reject) => {
    let out = ''
    started.child.stdout.on('data', (text) => {
      out += text
      if (out.includes('}')) resolve(JSON.parse(out).url)
    })
    started.gone.then(() => reject(new Error(`housecount serve ended: ${started.said}`)))
  })
  const key = secretKey(readFileSync(join(data, 'keys.json'), 'utf8'))
  return {
    url,
    data,
    directory,
    started,
    pids: [started.pid],
    target: { wire: 'http', form: 'events', port: Number(new URL(url).port), key },
    kill: () => killTree(started),
    /** As an operator would: it finishes, publishes and ends. */
    async stop() {
      started.child.kill('SIGTERM')
      await started.gone
    },
    countStored: (run, numbers) => countInLog(join(data, 'log'), run, numbers),
  }
}

/** Runs one command to its end; throws with what it said if it fails. @returns its standard output */
export function runHousecount(directory, args) {
  const child = spawn(BIN, [...args, '--data', join(directory, 'data')], { cwd: directory })
  let out = ''
  let said = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve(out)
      else reject(new Error(`housecount ${args.join(' ')} ended with ${code}: ${said}`))
    })
  })
}

/** The secret key of the first site, in whatever form keys.json has it. */
export const secretKey = (keys) => /hcs_[\w-]+/.exec(keys)[0]

/**
 * Opens the log as the next start would, and reads it whole.
 * @param numbers one byte for each event that was sent, 1 where it was acknowledged
 */
async function countInLog(directory, run, numbers) {
  const log = await Log.open(directory)
  await log.close()
  const seen = new Uint8Array(numbers.length)
  for await (const line of readLines(directory)) {
    const at = line.split('\t', 4)[3]
    const number = numberOf(run, at)
    if (number !== undefined) seen[number] = 1
  }
  return {
    stored: seen.reduce((sum, each) => sum + each, 0),
    missing: numbers.reduce((sum, each, number) => sum + (each && !seen[number] ? 1 : 0), 0),
  }
}
