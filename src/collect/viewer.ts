// Who is watching, without knowing who: 64 bits out of a random salt of the UTC day, the site, the address and the
// user agent. The salt is destroyed after the day, and neither address nor user agent is written anywhere.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { SiteId, ViewerKey } from '../domain/event.ts'
import { type CalendarDate, type Instant, utcDate } from '../domain/time.ts'
import { viewerKey } from './admit.ts'

/** Longer user agents are cut: what tells browsers apart stands at the front. */
const USER_AGENT_BYTES_MAX = 512

export class DaySalts {
  readonly #salts = new Map<CalendarDate, Promise<string>>()
  constructor(private readonly directory: string) {}

  /** The viewer key of a connection at an instant. */
  async viewerOf(site: SiteId, address: string, userAgent: string, at: Instant): Promise<ViewerKey> {
    const day = utcDate(at)
    let salt = this.#salts.get(day)
    if (!salt) {
      this.#salts.clear()
      salt = this.#openSalt(day)
      this.#salts.set(day, salt)
    }
    return viewerKey(await salt, site, day, networkOf(address), userAgent.slice(0, USER_AGENT_BYTES_MAX))
  }

  /** The day's salt outlives a restart within the day; those of other days are destroyed. */
  async #openSalt(day: CalendarDate): Promise<string> {
    await mkdir(this.directory, { recursive: true })
    for (const name of await readdir(this.directory))
      if (name !== day) await rm(join(this.directory, name), { force: true })
    const path = join(this.directory, day)
    const made = randomBytes(32).toString('base64url')
    await writeFile(path, made, { mode: 0o600, flag: 'wx' }).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
    return readFile(path, 'utf8')
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
