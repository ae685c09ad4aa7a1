// Makes docs/reference/ from what the house itself says of its configuration, commands, events, API and columns:
// `npm run reference`. With --check it writes nothing and names the pages that are out of date. Needs a build.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { apiText } from './reference/api.mjs'
import { cliText } from './reference/cli.mjs'
import { columnsText } from './reference/columns.mjs'
import { configText } from './reference/config.mjs'
import { eventsText } from './reference/events.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } })
const directory = positionals[0] ?? join(root, 'docs', 'reference')

const pages = {
  'api.md': apiText(await openapi()),
  'cli.md': cliText(),
  'columns.md': columnsText(),
  'config.md': configText(),
  'events.md': eventsText(),
}
mkdirSync(directory, { recursive: true })
for (const [name, text] of Object.entries(pages)) {
  const path = join(directory, name)
  if (values.check) reportStale(name, text, path)
  else writeFileSync(path, text)
}

function reportStale(name, text, path) {
  let now = ''
  try {
    now = readFileSync(path, 'utf8')
  } catch {
    // A page that is not there is as stale as one can be.
  }
  if (now === text) return
  console.error(`docs/reference/${name} is out of date: npm run reference`)
  process.exitCode = 1
}

/** What an open house says at /openapi.json. */
async function openapi() {
  const data = mkdtempSync(join(tmpdir(), 'housecount-reference-'))
  const house = spawn(process.execPath, [`${root}bin/housecount`, 'serve', '--data', data, '--port', '0', '--json'])
  const gone = new Promise((resolve) => house.on('exit', resolve))
  try {
    const url = await new Promise((resolve, reject) => {
      let out = ''
      house.stdout.on('data', (chunk) => {
        out += chunk
        if (out.includes('}')) resolve(JSON.parse(out).url)
      })
      gone.then((code) => reject(new Error(`the house ended with ${code}`)))
    })
    return await (await fetch(`${url}/openapi.json`)).json()
  } finally {
    house.kill('SIGTERM')
    await gone
    rmSync(data, { recursive: true, force: true })
  }
}
