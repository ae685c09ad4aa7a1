// The identities that came in last, so that a retry is answered `duplicate` and a changed event `conflict`. Bounded:
// two generations, the older of which is dropped when the younger is full. It only saves writing: what it has forgotten
// is stored again, and the fold counts it once.
//
// Of each event 64 bits of its identity are kept, and 64 of identity and content together, hashed with secret seeds. A
// wrong `duplicate`, which would lose an event, takes another one that agrees in all 128 bits: among 400,000 remembered,
// one event in 10^33. Where the first 64 agree alone, one in 10^13, an event is called a conflict: stored, and counted.
import { randomBytes } from 'node:crypto'
import type { Event } from '../domain/event.ts'

/** Identities that one generation holds, if nothing else is set; 20 bytes each, twice as many slots, two generations. */
export const RECENT_EVENTS_MAX = 200_000

/** Words of a slot: two of the identity, the first of which is never 0; two of all; the commit's number. */
const WORDS = 5
const ALL = 2
const COMMIT = 4

/** What is known of an event: it was not met before, it was met with other content, or it came in with that commit. */
export type Met = 'new' | 'conflict' | number

interface Generation {
  readonly slots: Int32Array
  count: number
}

export class Recent {
  readonly #mask: number
  readonly #seeds = new Int32Array(new Uint8Array(randomBytes(8)).buffer)
  readonly #key = new Int32Array(WORDS)
  readonly #hash = new Int32Array(2)
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
    const young = this.#find(this.#young.slots)
    if (this.#young.slots[young] !== 0) return this.#metAt(this.#young.slots, young)
    const old = this.#find(this.#old.slots)
    if (this.#old.slots[old] !== 0) return this.#metAt(this.#old.slots, old)
    if (this.#young.count === this.eventsMax) this.#age()
    this.#young.slots.set(this.#key, this.#young.count === 0 ? this.#find(this.#young.slots) : young)
    this.#young.count++
    return 'new'
  }

  /** Forgets everything: a commit failed, and nobody can tell what of it is on the disk. */
  forget(): void {
    for (const generation of [this.#young, this.#old]) if (generation.count > 0) empty(generation)
  }

  #generation(): Generation {
    return { slots: new Int32Array((this.#mask + 1) * WORDS), count: 0 }
  }

  /** The same memory again: a new one would have to be collected. */
  #age(): void {
    const oldest = this.#old
    empty(oldest)
    this.#old = this.#young
    this.#young = oldest
  }

  /** The slot that holds the key's identity, or the free one where it belongs. */
  #find(slots: Int32Array): number {
    const first = this.#key[0] as number
    const second = this.#key[1] as number
    for (let slot = second & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS
      const held = slots[at]
      if (held === 0 || (held === first && slots[at + 1] === second)) return at
    }
  }

  #metAt(slots: Int32Array, at: number): Met {
    const isSame = slots[at + ALL] === this.#key[ALL] && slots[at + ALL + 1] === this.#key[ALL + 1]
    return isSame ? (slots[at + COMMIT] as number) >>> 0 : 'conflict'
  }

  #readKey(event: Event, commit: number): void {
    const hash = this.#hash
    const key = this.#key
    hash.set(this.#seeds)
    mixIdentity(hash, event)
    key[0] = hash[0] || 1
    key[1] = hash[1] as number
    mixContent(hash, event)
    key.set(hash, ALL)
    key[COMMIT] = commit
  }
}

function empty(generation: Generation): void {
  generation.slots.fill(0)
  generation.count = 0
}

function mixIdentity(hash: Int32Array, { id, at, site }: Event): void {
  mix(hash, hexWord(id, 0, 8))
  mix(hash, hexWord(id, 9, 13) * 0x10000 + hexWord(id, 14, 18))
  mix(hash, hexWord(id, 19, 23) * 0x10000 + hexWord(id, 24, 28))
  mix(hash, hexWord(id, 28, 36))
  mix(hash, at / 2 ** 32)
  mix(hash, at)
  mixText(hash, site)
}

/** What the event says; when it was received is no part of it. */
function mixContent(hash: Int32Array, { kind, item, country, viewer, value, weight, subject, body }: Event): void {
  mixText(hash, kind)
  mixText(hash, item)
  mixText(hash, country)
  mixText(hash, viewer)
  mix(hash, value)
  mix(hash, weight)
  mix(hash, weight / 2 ** 32)
  mixText(hash, subject)
  mixText(hash, body)
}

/** Each word changes both halves, in ways that do not undo each other. */
function mix(hash: Int32Array, word: number): void {
  const a = Math.imul((hash[0] as number) ^ word, 0x85ebca6b)
  const b = (Math.imul((hash[1] as number) ^ word, 0xc2b2ae35) + a) | 0
  hash[0] = a ^ (a >>> 15)
  hash[1] = b ^ (b >>> 13)
}

/** Two characters a word. */
function mixText(hash: Int32Array, text: string): void {
  // Where one text ends and the next begins is content too.
  mix(hash, text.length)
  const even = text.length & ~1
  for (let i = 0; i < even; i += 2) mix(hash, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16))
  if (even < text.length) mix(hash, text.charCodeAt(even))
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
