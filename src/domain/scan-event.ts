// Events in the form that nearly all senders write them are read here in one pass over the text: no object is made of
// the JSON, and no pattern is matched. Whatever is unusual (an escape, a character beyond ASCII, a field twice, a value
// out of bounds, a kind for operators) is left to `parseEvent`, which alone knows what is wrong with an event.
import type { Claim, EventId, EventKind } from './event.ts'
import { AMOUNT_MAX, UNITS_MAX, WATCHED_MS_MAX, WEIGHT_MAX } from './event.ts'
import type { ItemId } from './item.ts'
import { type CountryCode, parseCountry } from './region.ts'
import { instant, isInstant } from './time.ts'

/** The fields of an event, as bits. */
const ID = 1
const AT = 2
const KIND = 4
const ITEM = 8
const COUNTRY = 16
const VIEWER = 32
const WEIGHT = 64
const MS = 128
const UNITS = 256
const ON = 512
const STARS = 1024
const YES = 2048
const SUBJECT = 4096
const AUTOMATED = 8192

const NEEDED = ID | KIND | ITEM
const COMMON = NEEDED | AT | COUNTRY | VIEWER | WEIGHT | AUTOMATED

/** Which fields a kind needs, and which it may have. */
const RULES: Partial<Record<EventKind, { readonly needed: number; readonly allowed: number }>> = {
  view: { needed: NEEDED, allowed: COMMON },
  watch: { needed: NEEDED | MS, allowed: COMMON | MS },
  sale: { needed: NEEDED | UNITS, allowed: COMMON | UNITS },
  open: { needed: NEEDED, allowed: COMMON },
  share: { needed: NEEDED, allowed: COMMON },
  like: { needed: NEEDED | ON, allowed: COMMON | ON | SUBJECT },
  follow: { needed: NEEDED | ON, allowed: COMMON | ON | SUBJECT },
  rate: { needed: NEEDED | STARS, allowed: COMMON | STARS | SUBJECT },
  helpful: { needed: NEEDED | YES, allowed: COMMON | YES | SUBJECT },
}

const TAB = 9
const RETURN = 13
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const HYPHEN = 45
const COLON = 58
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125
const ZERO = 48
const SEVEN = 55

const NAME_LENGTH_MAX = 200

const HEX_DIGIT = new Uint8Array(128)
for (const digit of '0123456789abcdef') HEX_DIGIT[digit.charCodeAt(0)] = 1

/** A country's code by its two letters, from AA to ZZ; empty where there is no such country. */
const LETTERS = 26
const COUNTRIES: readonly (CountryCode | '')[] = Array.from({ length: LETTERS * LETTERS }, (_, i) => {
  const code = parseCountry('', String.fromCharCode(65 + Math.floor(i / LETTERS), 65 + (i % LETTERS)))
  return code.ok ? code.value : ''
})

/** Reads events out of a text of many; made once, and used again for each. */
export class EventScanner {
  /** Behind the last event that was read. */
  end = 0
  #text = ''
  #at = 0
  #kind: EventKind = 'view'
  #time = 0
  #id = ''
  #item = ''
  #country: CountryCode | undefined
  #viewer: string | undefined
  #subject: string | undefined
  #weight: number | undefined
  #automated: true | undefined
  #value = 1

  /**
   * Reads the event that begins at `from`, and says with `end` where it ended. Undefined where it is not in the usual
   * form: that says nothing of whether it is allowed.
   */
  scan(text: string, from: number): Claim | undefined {
    this.#text = text
    this.#at = from
    this.#country = this.#viewer = this.#subject = this.#weight = this.#automated = undefined
    this.#value = 1
    const seen = this.#fields()
    this.#text = ''
    const rule = RULES[this.#kind]
    if (!rule || (seen & rule.needed) !== rule.needed || (seen & ~rule.allowed) !== 0) return undefined
    const time = seen & AT ? this.#time : timeOfId(this.#id)
    if (!isInstant(time)) return undefined
    if (this.#weight !== undefined && this.#weight * this.#value > AMOUNT_MAX) return undefined
    this.end = this.#at
    return {
      id: this.#id as EventId,
      at: instant(time),
      kind: this.#kind,
      item: this.#item as ItemId,
      country: this.#country,
      viewer: this.#viewer,
      subject: this.#subject,
      weight: this.#weight,
      automated: this.#automated,
      value: this.#value,
      body: '',
    }
  }

  /** The fields of one object, as bits; 0 where it is unusual. */
  #fields(): number {
    const text = this.#text
    this.#skip()
    if (text.charCodeAt(this.#at++) !== OPEN) return 0
    let seen = 0
    for (;;) {
      this.#skip()
      const field = this.#name()
      if (field === 0 || (seen & field) !== 0) return 0
      seen |= field
      this.#skip()
      if (text.charCodeAt(this.#at++) !== COLON) return 0
      this.#skip()
      if (!this.#valueOf(field)) return 0
      this.#skip()
      const next = text.charCodeAt(this.#at++)
      if (next === CLOSE) return seen
      if (next !== COMMA) return 0
    }
  }

  #skip(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at)
      if (c !== SPACE && c !== TAB && c !== RETURN) return
      this.#at++
    }
  }

  #name(): number {
    switch (this.#text.charCodeAt(this.#at + 1)) {
      case 97: // a
        return this.#is('"at"') ? AT : this.#is('"automated"') ? AUTOMATED : 0
      case 99: // c
        return this.#is('"country"') ? COUNTRY : 0
      case 105: // i
        return this.#is('"id"') ? ID : this.#is('"item"') ? ITEM : 0
      case 107: // k
        return this.#is('"kind"') ? KIND : 0
      case 109: // m
        return this.#is('"ms"') ? MS : 0
      case 111: // o
        return this.#is('"on"') ? ON : 0
      case 115: // s
        return this.#is('"stars"') ? STARS : this.#is('"subject"') ? SUBJECT : 0
      case 117: // u
        return this.#is('"units"') ? UNITS : 0
      case 118: // v
        return this.#is('"viewer"') ? VIEWER : 0
      case 119: // w
        return this.#is('"weight"') ? WEIGHT : 0
      case 121: // y
        return this.#is('"yes"') ? YES : 0
      default:
        return 0
    }
  }

  #valueOf(field: number): boolean {
    switch (field) {
      case ID:
        return this.#readId()
      case AT:
        return this.#readTime()
      case KIND:
        return this.#readKind()
      case ITEM:
        return this.#readItem()
      case COUNTRY:
        return this.#readCountry()
      case VIEWER:
        this.#viewer = this.#string(SPACE)
        return this.#viewer !== undefined
      case SUBJECT:
        this.#subject = this.#string(SPACE)
        return this.#subject !== undefined
      case WEIGHT:
        this.#weight = this.#whole(WEIGHT_MAX)
        return this.#weight > 0
      case AUTOMATED:
        this.#automated = this.#is('true') || undefined
        return this.#automated === true || this.#is('false')
      case MS:
        this.#value = this.#whole(WATCHED_MS_MAX)
        return this.#value > 0
      case UNITS:
        this.#value = this.#whole(UNITS_MAX)
        return this.#value > 0
      case STARS:
        this.#value = this.#is('null') ? 0 : this.#whole(5)
        return this.#value >= 0
      case ON:
        this.#value = this.#is('true') ? 1 : this.#is('false') ? 0 : -1
        return this.#value >= 0
      default:
        this.#value = this.#is('true') ? 2 : this.#is('false') ? 1 : this.#is('null') ? 0 : -1
        return this.#value >= 0
    }
  }

  /** Steps over a word if it stands here. */
  #is(word: string): boolean {
    const at = this.#at
    for (let i = 0; i < word.length; i++) if (this.#text.charCodeAt(at + i) !== word.charCodeAt(i)) return false
    this.#at = at + word.length
    return true
  }

  /** An id in its canonical form: small hexadecimal digits with hyphens. */
  #readId(): boolean {
    const text = this.#text
    const from = this.#at + 1
    if (text.charCodeAt(from - 1) !== QUOTE || text.charCodeAt(from + 36) !== QUOTE) return false
    for (let i = 0; i < 36; i++) {
      const c = text.charCodeAt(from + i)
      if (i === 8 || i === 13 || i === 18 || i === 23) {
        if (c !== HYPHEN) return false
      } else if (HEX_DIGIT[c] !== 1) return false
    }
    this.#id = text.slice(from, from + 36)
    this.#at = from + 37
    return true
  }

  /** `YYYY-MM-DDTHH:MM:SSZ`, with or without milliseconds. */
  #readTime(): boolean {
    const text = this.#text
    const from = this.#at + 1
    const year = this.#digits(from, 4)
    const month = this.#digits(from + 5, 2)
    const day = this.#digits(from + 8, 2)
    const hour = this.#digits(from + 11, 2)
    const minute = this.#digits(from + 14, 2)
    const second = this.#digits(from + 17, 2)
    if (year < 0 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0) return false
    if (month > 12 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return false
    if (
      text.charCodeAt(from - 1) !== QUOTE ||
      text.charCodeAt(from + 4) !== HYPHEN ||
      text.charCodeAt(from + 7) !== HYPHEN ||
      text.charCodeAt(from + 10) !== 84 || // T
      text.charCodeAt(from + 13) !== COLON ||
      text.charCodeAt(from + 16) !== COLON
    )
      return false
    const fraction = text.charCodeAt(from + 19) === 46 // .
    const ms = fraction ? this.#digits(from + 20, 3) : 0
    const end = from + (fraction ? 23 : 19)
    if (ms < 0 || text.charCodeAt(end) !== 90 || text.charCodeAt(end + 1) !== QUOTE) return false // Z
    this.#time = (((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms
    this.#at = end + 2
    return true
  }

  #readKind(): boolean {
    const kind = this.#kindHere()
    if (kind === undefined) return false
    this.#kind = kind
    return true
  }

  #kindHere(): EventKind | undefined {
    switch (this.#text.charCodeAt(this.#at + 1)) {
      case 118: // v
        return this.#is('"view"') ? 'view' : undefined
      case 119: // w
        return this.#is('"watch"') ? 'watch' : undefined
      case 111: // o
        return this.#is('"open"') ? 'open' : undefined
      case 115: // s
        return this.#is('"sale"') ? 'sale' : this.#is('"share"') ? 'share' : undefined
      case 108: // l
        return this.#is('"like"') ? 'like' : undefined
      case 102: // f
        return this.#is('"follow"') ? 'follow' : undefined
      case 114: // r
        return this.#is('"rate"') ? 'rate' : undefined
      case 104: // h
        return this.#is('"helpful"') ? 'helpful' : undefined
      default:
        return undefined
    }
  }

  #readItem(): boolean {
    const item = this.#string(SPACE + 1)
    if (item === undefined) return false
    this.#item = item
    return true
  }

  #readCountry(): boolean {
    const text = this.#text
    const at = this.#at
    const first = text.charCodeAt(at + 1) - 65
    const second = text.charCodeAt(at + 2) - 65
    if (!(first >= 0 && first < LETTERS && second >= 0 && second < LETTERS)) return false
    if (text.charCodeAt(at) !== QUOTE || text.charCodeAt(at + 3) !== QUOTE) return false
    this.#country = COUNTRIES[first * LETTERS + second] || undefined
    this.#at = at + 4
    return this.#country !== undefined
  }

  /** A string of 1 to 200 plain characters from `lowest` to `~`. */
  #string(lowest: number): string | undefined {
    const text = this.#text
    const from = this.#at + 1
    if (text.charCodeAt(from - 1) !== QUOTE) return undefined
    let end = from
    for (;;) {
      const c = text.charCodeAt(end)
      if (c === QUOTE) break
      // A text's end is NaN, and is refused too.
      if (!(c >= lowest && c < 127) || c === BACKSLASH) return undefined
      end++
    }
    if (end === from || end - from > NAME_LENGTH_MAX) return undefined
    this.#at = end + 1
    return text.slice(from, end)
  }

  /** A whole number from 1 to `max` in plain digits; -1 if there is none. */
  #whole(max: number): number {
    const text = this.#text
    let at = this.#at
    let value = 0
    if (text.charCodeAt(at) === ZERO) return -1
    for (;;) {
      const digit = text.charCodeAt(at) - ZERO
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      if (value > max) return -1
      at++
    }
    if (at === this.#at) return -1
    this.#at = at
    return value
  }

  /** A number of so many digits; -1 if there is none. */
  #digits(from: number, count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const digit = this.#text.charCodeAt(from + i) - ZERO
      if (!(digit >= 0 && digit <= 9)) return -1
      value = value * 10 + digit
    }
    return value
  }
}

/** The time of a UUIDv7; NaN for any other id. */
const timeOfId = (id: string): number =>
  id.charCodeAt(14) === SEVEN ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : Number.NaN

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] as number)

/** Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}
