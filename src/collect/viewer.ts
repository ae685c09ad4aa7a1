// Who is watching, without knowing who: 64 bits out of a random salt of the UTC day, the site, the address and the
// user agent. The salt is destroyed after the day, and neither address nor user agent is written anywhere.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { SiteId, ViewerKey } from '../domain/event.ts'
import { Failure } from '../domain/problem.ts'
import { DAY_MS, type Instant, utcDate } from '../domain/time.ts'
import { viewerKey } from './admit.ts'
import { Remembered } from './remembered.ts'

/** Longer user agents are cut: what tells browsers apart stands at the front. */
export const USER_AGENT_CHARS_MAX = 512
/** Connections whose viewer is remembered for the day, in memory alone. */
const REMEMBERED_MAX = 10_000

export class DaySalts {
  #day = -1
  #salt = ''
  #viewers = new Remembered<ViewerKey>(REMEMBERED_MAX)
  constructor(private readonly directory: string) {}

  /** The viewer key of a connection at an instant. Fails where the salt of a new day can't be written. */
  viewerOf(site: SiteId, address: string, userAgent: string, at: Instant): ViewerKey {
    const day = Math.floor(at / DAY_MS)
    if (day !== this.#day) this.#begin(day, at)
    const agent = userAgent.length > USER_AGENT_CHARS_MAX ? userAgent.slice(0, USER_AGENT_CHARS_MAX) : userAgent
    const connection = `${site} ${address} ${agent}`
    const known = this.#viewers.find(connection)
    if (known) return known
    const viewer = viewerKey(this.#salt, site, utcDate(at), networkOf(address), agent)
    this.#viewers.keep(connection, viewer)
    return viewer
  }

  /** Once a day, and at once: nobody can be answered before. */
  #begin(day: number, at: Instant): void {
    this.#viewers = new Remembered(REMEMBERED_MAX)
    try {
      this.#salt = this.#openSalt(utcDate(at))
    } catch (error) {
      throw new Failure('disk', `the salt of the day can't be written: ${(error as Error).message}`, { cause: error })
    }
    this.#day = day
  }

  /** The day's salt outlives a restart within the day; those of other days are destroyed. */
  #openSalt(name: string): string {
    mkdirSync(this.directory, { recursive: true })
    for (const other of readdirSync(this.directory))
      if (other !== name) rmSync(join(this.directory, other), { force: true })
    const path = join(this.directory, name)
    const made = randomBytes(32).toString('base64url')
    try {
      writeFileSync(path, made, { mode: 0o600, flag: 'wx' })
      return made
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const kept = readFileSync(path, 'utf8')
    if (kept.length === made.length) return kept
    // A crash cut it short: who can guess the salt can guess the viewers.
    writeFileSync(path, made)
    return made
  }
}

/** An IPv6 address is cut to its /64, which is what one household has; IPv4 stays whole. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1] as string
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}
