// One site's counters, and how they follow the store. The days that are over are one part of the sums, each running day
// is one, and what a round folded since the days were is, slice by slice, one that is taken away (what the day had of the
// slice) and one that is added (what it has now). Each is replaced whole, and told apart by its fold number.
import { utcDayOf } from '../domain/bucket.ts'
import type { SiteId } from '../domain/event.ts'
import { DAY_MS, type Instant, instant, SECOND_MS } from '../domain/time.ts'
import type { ClosedLine } from '../fold/run.ts'
import { type Store, sqlFile } from '../store/store.ts'
import { negated, readParts, SiteSums } from './site-sums.ts'

const sql = (name: string): string => sqlFile(import.meta.url, `./${name}.sql`)

const BASE = sql('counter-base')
const PARTS_OF_DAYS = sql('counter-parts-of-days')
const LINES = sql('counter-lines')
const SLICES = sql('counter-slices')

/** Days that are parts of their own: those that still get events, and older ones that got some late. */
const RUNNING_DAYS_MAX = 8

/** By slice, the fold that a bucket has of it. */
interface BucketLines {
  readonly base: number
  readonly folds: Map<number, number>
}

interface SliceFold {
  readonly bucket: number
  readonly fold: number
}

/** Days by the second in which they begin, and the fold that each has. */
export type DayFolds = ReadonlyMap<number, number>

export class SiteCounter {
  readonly sums = new SiteSums()
  #days: DayFolds = new Map()
  /** For each running day the buckets that it was folded from. */
  #running = new Map<number, ReadonlyMap<number, BucketLines>>()
  /** Buckets that were folded since their day was. */
  #fresh = new Map<number, BucketLines>()
  constructor(readonly site: SiteId) {}

  /** Nothing that is known of folds holds any more: the next days are read whole. What was counted stays until then. */
  forget(): void {
    this.#days = new Map()
    this.#running = new Map()
    this.#fresh = new Map()
  }

  /** Reads what is another since the last time, once all days have been folded. */
  async followDays(store: Store, days: DayFolds, now: Instant): Promise<void> {
    const changed = [...days].filter(([day, fold]) => this.#days.get(day) !== fold).map(([day]) => day)
    if (changed.length === 0) return
    const running = this.#runningWith(changed, now)
    const baseChanged =
      changed.some((day) => !running.has(day)) ||
      [...this.#days.keys()].some((day) => running.has(day) !== this.#running.has(day))
    const read = [...running].filter((day) => changed.includes(day) || !this.#running.has(day))
    const { site } = this
    const base = baseChanged && (await store.native(BASE, { site, days: [...running] }))
    const parts = await store.native(PARTS_OF_DAYS, { site, days: read })
    const lines = await this.#linesOf(store, read)
    // From here on nothing is waited for: readers see all of it or nothing.
    if (base) this.sums.replace('base', readParts(base, this.sums).get(0))
    const ofDays = readParts(parts, this.sums)
    for (const day of read) this.sums.replace(`day ${day}`, ofDays.get(day))
    this.sums.keepOnly(new Set(['base', ...[...running].map((day) => `day ${day}`)]))
    this.#running = new Map([...running].map((day) => [day, lines.get(day) ?? this.#running.get(day) ?? new Map()]))
    this.#fresh = new Map()
    this.#days = days
  }

  /** Reads what was folded since the days were. Of days that are over it waits for their day. */
  async followBuckets(store: Store, closed: readonly ClosedLine[]): Promise<void> {
    const lines = closed.filter(({ bucket }) => this.#isFollowed(bucket))
    if (lines.length === 0) return
    const fresh = new Map(this.#fresh)
    const gone = new Set<string>()
    const added = new Map<string, SliceFold>()
    const takenAway = new Map<string, SliceFold>()
    for (const line of lines) {
      const bucket = line.bucket / SECOND_MS
      const was = this.#running.get(dayOf(line.bucket))?.get(bucket)
      const before = fresh.get(bucket) ?? was
      const isWhole = line.base !== before?.base
      if (isWhole) for (const slice of before?.folds.keys() ?? []) gone.add(partKey('now', bucket, slice))
      const folds = new Map(isWhole ? [] : before.folds).set(line.slice, line.fold)
      fresh.set(bucket, { base: line.base, folds })
      added.set(partKey('now', bucket, line.slice), { bucket, fold: line.fold })
      for (const [slice, fold] of was?.folds ?? [])
        if (isWhole || slice === line.slice) takenAway.set(partKey('was', bucket, slice), { bucket, fold })
    }
    const asked = [...added.values(), ...takenAway.values()]
    const parts = readParts(
      await store.native(SLICES, {
        site: this.site,
        buckets: asked.map(({ bucket }) => bucket),
        folds: asked.map(({ fold }) => fold),
      }),
      this.sums,
    )
    // From here on nothing is waited for.
    for (const key of gone) this.sums.replace(key, undefined)
    let number = 0
    for (const key of added.keys()) this.sums.replace(key, parts.get(++number))
    for (const key of takenAway.keys()) {
      const part = parts.get(++number)
      this.sums.replace(key, part && negated(part))
    }
    this.#fresh = fresh
  }

  /** A day that nobody folded yet is followed from its first bucket on. */
  #isFollowed(bucket: Instant): boolean {
    const day = dayOf(bucket)
    return this.#running.has(day) || !this.#days.has(day)
  }

  #runningWith(changed: readonly number[], now: Instant): ReadonlySet<number> {
    const recent = (day: number) => day * SECOND_MS >= utcDayOf(now) - DAY_MS
    const first = this.#days.size === 0
    const running = new Set([...this.#running.keys(), ...(first ? changed.filter(recent) : changed)])
    return running.size <= RUNNING_DAYS_MAX ? running : new Set([...running].filter(recent))
  }

  async #linesOf(store: Store, days: readonly number[]) {
    const rows = await store.rows<{ bucket_s: number; base: string; slices: number[]; numbers: string[] }>(LINES, {
      site: this.site,
      days,
    })
    const lines = new Map<number, Map<number, BucketLines>>()
    for (const { bucket_s, base, slices, numbers } of rows) {
      const day = dayOf(instant(bucket_s * SECOND_MS))
      const ofDay = lines.get(day) ?? new Map<number, BucketLines>()
      const folds = new Map(slices.map((slice, i) => [slice, Number(numbers[i])]))
      lines.set(day, ofDay.set(bucket_s, { base: Number(base), folds }))
    }
    return lines
  }
}

const dayOf = (bucket: Instant): number => utcDayOf(bucket) / SECOND_MS

const partKey = (which: 'now' | 'was', bucket: number, slice: number): string => `${which} ${bucket} ${slice}`
