// A house under faults: `housecount serve` as a process that is started, killed and started again on the same data.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A weekly chart whose rows are all views of all items, so that what is published can be added up. */
const CONFIG = `export default {
  charts: [
    {
      id: 'views',
      title: 'Views',
      window: { kind: 'week', startsOn: 'monday', timeZone: 'UTC' },
      regions: { world: true, countries: 'none' },
      length: 1000,
      filter: { kinds: ['film'] },
      methods: [{ version: 1, measure: 'views', formula: 'counted' }],
    },
  ],
}
`
export const ITEMS = ['a', 'b', 'c', 'd', 'e']
const STOP_MS_MAX = 60_000

export class House {
  url = undefined
  #child
  #gone
  #said = ''

  /** @param root where bin/housecount is */
  constructor(root) {
    this.root = root
    this.directory = mkdtempSync(join(tmpdir(), 'housecount-faults-'))
    this.data = join(this.directory, 'data')
    writeFileSync(join(this.directory, 'housecount.config.mjs'), CONFIG)
  }

  get pid() {
    return this.#child?.pid
  }

  get log() {
    return join(this.data, 'log')
  }

  get store() {
    return join(this.data, 'store')
  }

  get key() {
    return /hcs_[\w-]+/.exec(readFileSync(join(this.data, 'keys.json'), 'utf8'))[0]
  }

  /** Puts the items into the catalogue: a chart ranks what it knows. */
  async furnish() {
    const items = ITEMS.map((id) => `${JSON.stringify({ id, kind: 'film', title: id })}\n`).join('')
    writeFileSync(join(this.directory, 'items.ndjson'), items)
    await this.run(['import', 'items', 'items.ndjson'])
  }

  /** Resolves with whether it answers; false where it ended before it could. */
  async start() {
    this.#child = spawn(
      process.execPath,
      [join(this.root, 'bin/housecount'), 'serve', '--data', this.data, '--port', '0', '--json'],
      {
        cwd: this.directory,
      },
    )
    const child = this.#child
    let out = ''
    this.#said = ''
    child.stderr.on('data', (text) => {
      this.#said = `${this.#said}${text}`.slice(-4000)
    })
    this.#gone = new Promise((resolve) => child.once('close', resolve))
    return new Promise((resolve) => {
      child.stdout.on('data', (text) => {
        out += text
        if (this.url || !out.includes('}')) return
        this.url = JSON.parse(out).url
        resolve(true)
      })
      this.#gone.then(() => {
        this.url = undefined
        resolve(false)
      })
    })
  }

  /** Starts it, and takes no for a failure. */
  async open() {
    if (!(await this.start())) throw new Error(`the house does not open: ${this.#said}`)
  }

  async kill() {
    this.#child.kill('SIGKILL')
    await this.#gone
  }

  /** Told to end; one that does not is killed and told of. */
  async stop() {
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGABRT'), STOP_MS_MAX)
    await this.#gone
    clearTimeout(timer)
    if (this.#child.signalCode) throw new Error(`the house did not stop when it was told to: ${this.#said}`)
  }

  get ended() {
    return this.#gone
  }

  /** The process of the store, where it runs. */
  get enginePid() {
    for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each)))
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
        if (parent === this.pid && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes('engine-process'))
          return Number(name)
      } catch {
        // It went meanwhile.
      }
    return undefined
  }

  /** Runs one command to its end. @returns its standard output; throws if it fails */
  run(args) {
    const child = spawn(process.execPath, [join(this.root, 'bin/housecount'), ...args, '--data', this.data], {
      cwd: this.directory,
    })
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
        else reject(new Error(`housecount ${args.join(' ')} ended with ${code}: ${said}${out}`.slice(0, 2000)))
      })
    })
  }

  remove() {
    rmSync(this.directory, { recursive: true, force: true })
  }
}
