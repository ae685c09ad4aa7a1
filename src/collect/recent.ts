// The identities that came in last, so that a retry is answered `duplicate` and a changed event `conflict`. Bounded:
// two generations, the older of which is dropped when the younger is full. It only saves writing: what it has forgotten
// is stored again, and the fold counts it once.
import { randomBytes } from 'node:crypto'
import type { Event, SiteId } from '../domain/event.ts'

/** Identities that one generation holds, if nothing else is set; 40 bytes each, twice as many slots, two generations. */
export const RECENT_EVENTS_MAX = 200_000

/** Words of a slot: four of the id, two of the time, the site's number, two of the content, the commit's number. */
const WORDS = 10
const SITE = 6
const CONTENT = 7
const COMMIT = 9

/** What is known of an event: it was not met before, it was met with other content, or it came in with that commit. */
export type Met = 'new' | 'conflict' | number

interface Generation {
  readonly slots: Uint32Array
  count: number
}

export class Recent {
  readonly #mask: number
  readonly #seeds = new Uint32Array(new Uint8Array(randomBytes(8)).buffer)
  readonly #sites = new Map<SiteId, number>()
  readonly #key = new Uint32Array(WORDS)
  readonly #hash = new Uint32Array(2)
  #young: Generation
  #old: Generation

  /** @param eventsMax how many identities a generation holds, from 1 */
  constructor(private readonly eventsMax: number) {
    // At most half of the slots are taken, so that a search soon finds a free one.
    this.#mask = 2 ** Math.ceil(Math.log2(eventsMax * 2)) - 1
    this.#young = this.#generation()
    this.#old = this.#generation()
  }

  /**
   * Says what is known of an event, and remembers it with the commit that brings it, if it is new. The same content
   * again gives the number of the commit that its first copy came with.
   */
  meet(event: Event, commit: number): Met {
    this.#readKey(event, commit)
    for (const { slots } of [this.#young, this.#old]) {
      const at = this.#find(slots)
      if (slots[at + SITE] !== 0) return this.#isSameContent(slots, at) ? (slots[at + COMMIT] as number) : 'conflict'
    }
    if (this.#young.count === this.eventsMax) {
      this.#old = this.#young
      this.#young = this.#generation()
    }
    this.#young.slots.set(this.#key, this.#find(this.#young.slots))
    this.#young.count++
    return 'new'
  }

  /** Forgets everything: a commit failed, and nobody can tell what of it is on the disk. */
  forget(): void {
    if (this.#young.count > 0) this.#young = this.#generation()
    if (this.#old.count > 0) this.#old = this.#generation()
  }

  #generation(): Generation {
    return { slots: new Uint32Array((this.#mask + 1) * WORDS), count: 0 }
  }

  /** The slot that holds the key's identity, or the free one where it belongs. */
  #find(slots: Uint32Array): number {
    const key = this.#key
    let hash = this.#seeds[0] as number
    for (let i = 0; i < CONTENT; i++) {
      hash = Math.imul(hash ^ (key[i] as number), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS
      if (slots[at + SITE] === 0 || this.#isSameIdentity(slots, at)) return at
    }
  }

  #isSameIdentity(slots: Uint32Array, at: number): boolean {
    const key = this.#key
    for (let i = 0; i < CONTENT; i++) if (slots[at + i] !== key[i]) return false
    return true
  }

  #isSameContent(slots: Uint32Array, at: number): boolean {
    return slots[at + CONTENT] === this.#key[CONTENT] && slots[at + CONTENT + 1] === this.#key[CONTENT + 1]
  }

  #readKey(event: Event, commit: number): void {
    const { id, at } = event
    const key = this.#key
    key[0] = hexWord(id, 0, 8)
    key[1] = hexWord(id, 9, 13) * 0x10000 + hexWord(id, 14, 18)
    key[2] = hexWord(id, 19, 23) * 0x10000 + hexWord(id, 24, 28)
    key[3] = hexWord(id, 28, 36)
    key[4] = at / 2 ** 32
    key[5] = at
    key[SITE] = this.#siteNumber(event.site)
    this.#readContent(event)
    key[COMMIT] = commit
  }

  /** From 1: 0 marks a free slot. */
  #siteNumber(site: SiteId): number {
    let number = this.#sites.get(site)
    if (number === undefined) {
      number = this.#sites.size + 1
      this.#sites.set(site, number)
    }
    return number
  }

  /** 64 bits of what the event says; when it was received is no part of it. */
  #readContent({ kind, item, country, viewer, value, weight, subject, body }: Event): void {
    const hash = this.#hash
    hash.set(this.#seeds)
    mixText(hash, kind)
    mixText(hash, item)
    mixText(hash, country)
    mixText(hash, viewer)
    mix(hash, value)
    mix(hash, weight)
    mix(hash, Math.floor(weight / 2 ** 32))
    mixText(hash, subject)
    mixText(hash, body)
    this.#key.set(hash, CONTENT)
  }
}

function mix(hash: Uint32Array, word: number): void {
  const a = Math.imul((hash[0] as number) ^ word, 0x85ebca6b)
  const b = Math.imul((hash[1] as number) ^ word, 0xc2b2ae35)
  hash[0] = (a << 13) | (a >>> 19)
  hash[1] = (b << 17) | (b >>> 15)
}

function mixText(hash: Uint32Array, text: string): void {
  for (let i = 0; i < text.length; i++) mix(hash, text.charCodeAt(i))
  // No character is so high: where one text ends and the next begins is content too.
  mix(hash, 0x10000 + text.length)
}

/** Up to eight hexadecimal digits as a number. */
function hexWord(text: string, from: number, to: number): number {
  let word = 0
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    word = word * 16 + (c < 58 ? c - 48 : c - 87)
  }
  return word
}
