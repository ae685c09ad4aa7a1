// Plants the bugs of plants.mjs, one at a time, in a copy of the source that is built as it then is, and runs the
// check that should find each. The same checks must pass where nothing is planted, or finding a bug says nothing.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PLANTS } from './plants.mjs'

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

/** So many copies are tried at once: most of the time a check waits. */
const COPIES = 2

/** @param root whose source is copied  @param only names of plants; all if empty */
export async function planted(root, only) {
  const homes = Array.from({ length: COPIES }, () => copyOf(root))
  try {
    const plants = PLANTS.filter(({ name }) => only.length === 0 || only.includes(name))
    const checks = [...new Set(plants.map(({ check }) => JSON.stringify(check)))]
    const sound = new Set()
    await shared(homes, checks, async (home, text) => {
      if (await isSound(home, text)) sound.add(text)
    })
    const outcomes = []
    await shared(homes, plants, async (home, plant) => {
      const isProof = sound.has(JSON.stringify(plant.check))
      const outcome = isProof ? await tryPlant(home, plant) : { outcome: 'its check fails without it' }
      console.log(JSON.stringify({ planted: plant.name, check: nameOf(plant.check), ...outcome }))
      outcomes.push(outcome.outcome)
    })
    const passed = outcomes.filter((outcome) => outcome === 'caught').length
    return { passed, failed: outcomes.length - passed }
  } finally {
    for (const home of homes) rmSync(home, { recursive: true, force: true })
  }
}

/** A copy of the source, with the same packages. */
function copyOf(root) {
  const home = mkdtempSync(join(tmpdir(), 'housecount-planted-'))
  for (const name of COPIED) cpSync(join(root, name), join(home, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
  return home
}

/** Shares work out among the copies. */
async function shared(homes, work, run) {
  const waiting = [...work]
  await Promise.all(
    homes.map(async (home) => {
      await build(home)
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(home, next)
    }),
  )
}

/** Whether a check passes where nothing is planted. */
async function isSound(home, text) {
  const { passed, said } = await runCheck(home, JSON.parse(text))
  if (!passed) console.error(`without a planted bug, ${text} fails: ${said.slice(-1500)}`)
  return passed
}

async function tryPlant(home, { file, from, to, check }) {
  const path = join(home, file)
  if (!existsSync(path)) return { outcome: `there is no ${file}` }
  const text = readFileSync(path, 'utf8')
  const matches = text.split(from).length - 1
  if (matches !== 1) return { outcome: `its place is found ${matches} times in ${file}` }
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  try {
    await build(home)
    const { passed, said } = await runCheck(home, check)
    if (passed) return { outcome: 'missed' }
    const by = foundIn(said)
    return by ? { outcome: 'caught', by } : { outcome: `its check broke: ${said.slice(-300)}` }
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

/** A check is a scenario of faults.mjs with its options, or a test file, or one test of it, with its environment. */
async function runCheck(home, { scenario, test, title, env }) {
  if (test && !existsSync(join(home, test))) return { passed: false, said: `there is no ${test}` }
  return test
    ? run(
        home,
        [
          join(home, 'node_modules/vitest/vitest.mjs'),
          'run',
          '--bail=1',
          '--no-color',
          test,
          ...(title ? ['-t', title] : []),
        ],
        env,
      )
    : run(home, [join(home, 'test/faults/faults.mjs'), '--root', home, '--seed', SEED, '--only', ...scenario])
}

const nameOf = ({ scenario, test, title }) => (test ? `${test}${title ? `: ${title}` : ''}` : scenario.join(' '))

/** What a check said of the bug that it found: the scenario's figures, or the first test that failed and why; if it did. */
function foundIn(said) {
  const figures = said.split('\n').find((line) => line.startsWith('{"scenario"'))
  if (figures) {
    const { lost, 'counted twice': twice, failed } = JSON.parse(figures)
    return { lost, 'counted twice': twice, ...(failed && { failed: String(failed).slice(0, 200) }) }
  }
  const [failed] = /^ *FAIL .*\n.*/m.exec(said) ?? []
  return failed?.trim().replace(/\s+/g, ' ').slice(0, 300)
}

function run(home, args, env = {}) {
  const child = spawn(process.execPath, args, { cwd: home, detached: true, env: { ...process.env, ...env } })
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
