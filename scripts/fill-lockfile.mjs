// Makes package-lock.json whole for every system.
//
// A registry mirror may lack the binaries that a package offers for other systems; `npm install` then leaves them
// out of the lock, and `npm ci` stops with "Missing: … from lock file". This adds a stub for each of them.
// Run it after every change of dependencies: `node scripts/fill-lockfile.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const locked = new Set(Object.keys(lock.packages).map((key) => key.replace(/^.*node_modules\//, '')))
const systems = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
}
const processors = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 's390x', 'ppc64', 'loong64', 'wasm32']

let added = 0
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (locked.has(name)) continue
    const words = name.split(/[/-]/)
    const stub = { version, optional: true }
    if (entry.dev) stub.dev = true
    const os = words.find((word) => word in systems)
    const cpu = words.find((word) => processors.includes(word))
    if (os) stub.os = [os]
    if (cpu) stub.cpu = [cpu]
    lock.packages[`node_modules/${name}`] = stub
    locked.add(name)
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added} stubs added`)
