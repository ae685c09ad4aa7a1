// Plants the bugs of plants.mjs, one at a time, in a copy of the source that is built as it then is, and runs the
// check that should find each. The same checks must pass where nothing is planted, or finding a bug says nothing.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PLANTS } from './plants.mjs'

const FAULTS = fileURLToPath(new URL('./faults.mjs', import.meta.url))
const SEED = '1'
const COPIED = [
  'bin',
  'src',
  'test',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vitest.config.ts',
  'scripts',
]
/** A planted bug may make a check wait for what never comes: that is found as well. */
const CHECK_MS_MAX = 240_000

/** @param root whose source is copied  @param only names of plants; all if empty */
export async function planted(root, only) {
  const home = mkdtempSync(join(tmpdir(), 'housecount-planted-'))
  try {
    for (const name of COPIED) cpSync(join(root, name), join(home, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
    const plants = PLANTS.filter(({ name }) => only.length === 0 || only.includes(name))
    const sound = await soundChecks(home, plants)
    const outcomes = []
    for (const plant of plants) {
      const outcome = sound.has(JSON.stringify(plant.check))
        ? await tryPlant(home, plant)
        : 'its check fails without it'
      console.log(JSON.stringify({ planted: plant.name, check: plant.check, outcome }))
      outcomes.push(outcome)
    }
    const passed = outcomes.filter((outcome) => outcome === 'caught').length
    return { passed, failed: outcomes.length - passed }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** The checks that pass where nothing is planted, each run once. */
async function soundChecks(home, plants) {
  await build(home)
  const sound = new Set()
  for (const text of new Set(plants.map(({ check }) => JSON.stringify(check)))) {
    const { passed, said } = await runCheck(home, JSON.parse(text))
    if (passed) sound.add(text)
    else console.error(`without a planted bug, ${text} fails: ${said.slice(-1500)}`)
  }
  return sound
}

async function tryPlant(home, { file, from, to, check }) {
  const path = join(home, file)
  if (!existsSync(path)) return `there is no ${file}`
  const text = readFileSync(path, 'utf8')
  const matches = text.split(from).length - 1
  if (matches !== 1) return `its place is found ${matches} times in ${file}`
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  try {
    await build(home)
    return (await runCheck(home, check)).passed ? 'missed' : 'caught'
  } finally {
    writeFileSync(path, text)
  }
}

/** As scripts/build.mjs does, but whatever the types say: a bug need not be well typed. */
async function build(home) {
  rmSync(join(home, 'dist'), { recursive: true, force: true })
  const tsc = join(home, 'node_modules/typescript/bin/tsc')
  const { passed, said } = await run(home, [tsc, '-p', 'tsconfig.build.json', '--noCheck'])
  if (!passed) throw new Error(`the planted source can't be built: ${said}`)
  cpSync(join(home, 'src'), join(home, 'dist'), {
    recursive: true,
    filter: (path) => !/\.[a-z]+$/.test(path) || /\.(sql|css|js|json)$/.test(path),
  })
}

/** A check is a scenario of faults.mjs with its options, or a test file. */
async function runCheck(home, { scenario, test }) {
  if (test && !existsSync(join(home, test))) return { passed: false, said: `there is no ${test}` }
  return test
    ? run(home, [join(home, 'node_modules/vitest/vitest.mjs'), 'run', test])
    : run(home, [FAULTS, '--root', home, '--seed', SEED, '--only', ...scenario])
}

function run(home, args) {
  const child = spawn(process.execPath, args, { cwd: home, detached: true })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text
    })
  // The check's own processes go with it.
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), CHECK_MS_MAX)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ passed: code === 0, said })
    })
  })
}
