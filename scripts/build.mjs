// Builds dist/ from src/: tsc for the code, plain copies for what tsc does not read (.sql, .css, .js, .json), bundles for
// what browsers load.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const copied = /\.(sql|css|js|json)$/

rmSync(`${root}/dist`, { recursive: true, force: true })
const tsc = `${root}/node_modules/typescript/bin/tsc`
if (!existsSync(tsc)) {
  console.error('housecount: TypeScript is missing; run `npm install` without --omit=dev')
  process.exit(1)
}
const built = spawnSync(process.execPath, [tsc, '-p', `${root}/tsconfig.build.json`], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)
cpSync(`${root}/src`, `${root}/dist`, {
  recursive: true,
  filter: (path) => !/\.[a-z]+$/.test(path) || copied.test(path),
})

// Loaded here: the sentence above is for machines that have neither.
const { bundle } = await import('./bundle.mjs')
await bundle(`${root}/src/web/tracker/hc.ts`, `${root}/dist/web/hc.js`)
await bundle(`${root}/src/web/elements/elements.ts`, `${root}/dist/web/elements.js`, 'iife', 'es2022')
