// docs/start.md, and what of the how-to pages can be run, as they are written: the shell blocks of a page, in order and in
// one shell, in a home of their own; and what stands behind a block is what it prints. `npm install` is taken as done,
// and the house is at a port of its own. `…` stands for what differs from house to house.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ended, temporaryHere } from './process.ts'

const ROOT = join(import.meta.dirname, '..')

interface Step {
  readonly script: string
  /** What it prints; undefined where the page does not say. */
  readonly prints: string | undefined
}

/** The shell blocks of a page, each with the block of text behind it. */
function stepsOf(page: string): readonly Step[] {
  const steps: { script: string; prints: string | undefined }[] = []
  for (const [, language, text = ''] of page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const last = steps.at(-1)
    if (language === 'sh') steps.push({ script: text, prints: undefined })
    else if (language === 'text' && last && last.prints === undefined) last.prints = text
  }
  return steps
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** Between what two blocks print. */
const MARK = '@@ next @@\n'

const PRELUDE = `set -euo pipefail
npm() { :; }
command -v curl > /dev/null || curl() { node ${join(ROOT, 'test', 'docs', 'curl.mjs')} "$@"; }
`

/** Runs the blocks, and gives what each printed. @param before what a page takes for granted */
async function printed(steps: readonly Step[], before: string): Promise<readonly string[]> {
  const home = temporaryHere()
  const port = await freePort()
  const blocks = [before, ...steps.map((step) => step.script)].join(`\nprintf '${MARK.replace('\n', '\\n')}'\n`)
  const env = { ...process.env, HOME: home, HOUSECOUNT_PORT: String(port) }
  const script = (PRELUDE + blocks).replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`)
  const child = spawn('bash', ['-c', script], { cwd: ROOT, env, detached: true })
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
    } catch {
      // All of it has ended.
    }
  })
  const { code, out, err } = await ended(child)
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
  return out.split(MARK).slice(1)
}

/** What is shown, as a pattern: beside what differs, white space is as wide as it likes. */
function patternOf(prints: string): RegExp {
  const lines = prints.split('\n').map((line) => {
    if (line === '…') return '[\\s\\S]*'
    const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return parts.length === 1 ? parts.join('') : parts.map((part) => part.replace(/ +/g, ' +')).join('\\S*')
  })
  return new RegExp(`^${lines.join('\n')}$`)
}

/** What the pages of how-to/ take for granted: a shell in the directory of a house that has counted something. */
const IN_A_HOUSE = `
export PATH="${join(ROOT, 'bin')}:$PATH"
mkdir ~/house && cd ~/house
`
const COUNTED = `${IN_A_HOUSE}
echo '{"id":"01957a10-0000-7000-8000-000000000001","at":"2025-03-05T12:00:00Z","kind":"view","item":"a"}' | housecount import events -
`

test.each([
  ['docs/start.md', ''],
  ['docs/how-to/imports.md', IN_A_HOUSE],
  ['docs/how-to/backup.md', COUNTED],
])('%s does what it says', async (path, before) => {
  const steps = stepsOf(readFileSync(join(ROOT, path), 'utf8'))
  expect(steps.length).toBeGreaterThan(1)
  const outputs = await printed(steps, before)
  expect(outputs).toHaveLength(steps.length)
  for (const [i, { prints }] of steps.entries())
    if (prints !== undefined) expect(`${outputs[i]?.trimEnd()}\n`).toMatch(patternOf(prints))
})
