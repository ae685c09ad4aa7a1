// The pages of docs/reference/ are made from the house itself; this holds the committed ones to what it says now.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryHere } from './process.ts'

const ROOT = join(import.meta.dirname, '..')
const REFERENCE = join(ROOT, 'docs', 'reference')

function check(directory: string): { readonly code: number | null; readonly err: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/reference.mjs', '--check', directory], { cwd: ROOT })
  return { code: status, err: stderr.toString() }
}

test('the reference is what the house says of itself', () => {
  expect(check(REFERENCE)).toEqual({ code: 0, err: '' })
})

test('a page that is out of date, and one that is missing, are named', () => {
  const directory = temporaryHere()
  for (const name of readdirSync(REFERENCE)) writeFileSync(join(directory, name), readFileSync(join(REFERENCE, name)))
  const cli = join(directory, 'cli.md')
  writeFileSync(cli, readFileSync(cli, 'utf8').replace('--mirror', '--mirrors'))
  rmSync(join(directory, 'events.md'))
  expect(check(directory)).toEqual({
    code: 1,
    err: ['cli.md', 'events.md'].map((each) => `docs/reference/${each} is out of date: npm run reference\n`).join(''),
  })
})
