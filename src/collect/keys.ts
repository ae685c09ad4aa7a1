// The keys of a data directory, in a file that its owner alone can read: for each site write keys, which are public and
// may only send, and secret keys, which make a sender trusted. The pepper keeps the log from telling whom a viewer or
// subject key stands for.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { DEFAULT_SITE, parseSite, type SiteId } from '../domain/event.ts'
import { type Parsed, parsed, problem, refused } from '../domain/problem.ts'
import { parseWith } from '../domain/schema.ts'
import { type Instant, instant, isoInstant, parseInstant } from '../domain/time.ts'
import { findPrivate, inTurn, writePrivate } from './private-file.ts'

export const KEY_KINDS = ['write', 'secret'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** Live keys of one kind that a site may have: the old one and the new one, while senders change over. */
const LIVE_MAX = 2

export interface Key {
  readonly key: string
  readonly site: SiteId
  readonly kind: KeyKind
  /** Of write keys: the pages that may send with it, such as `https://example.com`; where there is none, any may. */
  readonly origins: readonly string[]
  /** From when on it is refused, as RFC 3339 has it. */
  readonly retires?: string | undefined
}

export interface Keys {
  readonly pepper: string
  readonly keys: readonly Key[]
}

/** So much of a secret key is shown: enough to tell it from others and to name it by, and too little to send with. */
const SHOWN_CHARS = 12

const PREFIXES: Readonly<Record<KeyKind, string>> = { write: 'hcw_', secret: 'hcs_' }

const token = (): string => randomBytes(24).toString('base64url')

const newKey = (site: SiteId, kind: KeyKind, origins: readonly string[]): Key => ({
  key: `${PREFIXES[kind]}${token()}`,
  site,
  kind,
  origins,
})

const keySchema = z.strictObject({
  key: z.string().min(1),
  site: z.custom<SiteId>((site) => parseSite('site', site).ok, 'the name of a site'),
  kind: z.enum(KEY_KINDS),
  origins: z.array(z.string()),
  retires: z
    .string()
    .refine((at) => parseInstant('retires', at).ok, 'a date and time with its zone')
    .optional(),
})
const keysSchema = z.strictObject({ pepper: z.string(), keys: z.array(keySchema) })
/** As the file was before sites had keys of their own. */
const pairSchema = z.strictObject({ write: z.string().min(1), secret: z.string().min(1), pepper: z.string() })

export const keysPath = (directory: string): string => join(directory, 'keys.json')

/** Reads the keys, or makes a pair for the first site where there is no file. Fails where the file can't be read. */
export async function openKeys(directory: string): Promise<Keys> {
  return (await findKeys(directory)) ?? inTurn(keysPath(directory), () => readOrMake(directory))
}

async function readOrMake(directory: string): Promise<Keys> {
  const read = await findKeys(directory)
  if (read) return read
  const pair = KEY_KINDS.map((kind) => newKey(DEFAULT_SITE, kind, []))
  const made = { pepper: token(), keys: pair }
  await writePrivate(keysPath(directory), made)
  return made
}

/**
 * Changes the keys of a data directory; of several who do at once, one after the other. A server that runs takes them
 * within a second or two.
 */
export function changeKeys<T extends { readonly keys: Keys }>(
  directory: string,
  change: (keys: Keys) => Parsed<T>,
): Promise<Parsed<T>> {
  return inTurn(keysPath(directory), async () => {
    const changed = change(await readOrMake(directory))
    if (changed.ok) await writePrivate(keysPath(directory), changed.value.keys)
    return changed
  })
}

/** The keys as the file has them; undefined where there is none. */
export const findKeys = (directory: string): Promise<Keys | undefined> =>
  findPrivate(keysPath(directory), (input) => {
    const pair = pairSchema.safeParse(input)
    return pair.success ? parsed(withPair(pair.data)) : parseWith(keysSchema, input)
  })

const withPair = ({ write, secret, pepper }: z.infer<typeof pairSchema>): Keys => ({
  pepper,
  keys: [
    { key: write, site: DEFAULT_SITE, kind: 'write', origins: [] },
    { key: secret, site: DEFAULT_SITE, kind: 'secret', origins: [] },
  ],
})

/** Whether a key is taken at an instant. */
export const isLive = ({ retires }: Key, now: Instant): boolean => retires === undefined || now < Date.parse(retires)

/** A key as it may be seen by whoever looks over a shoulder: the beginning of a secret one. */
export const shownKey = ({ kind, key }: Key): string => (kind === 'secret' ? `${key.slice(0, SHOWN_CHARS)}…` : key)

/** The keys that a text may mean: the one it is, or those that begin with it, where it is as long as what is shown. */
export function keysNamed({ keys }: Keys, text: string): readonly Key[] {
  const begin = text.replace(/(…|\.\.\.)$/, '')
  const same = keys.filter(({ key }) => key === begin)
  if (same.length > 0 || begin.length < SHOWN_CHARS) return same
  return keys.filter(({ key }) => key.startsWith(begin))
}

/** Adds a key; with two live ones of its kind, one has to be retired first. */
export function addKey(
  keys: Keys,
  { site, kind, origins }: Pick<Key, 'site' | 'kind' | 'origins'>,
  now: Instant,
): Parsed<{ readonly keys: Keys; readonly added: Key }> {
  if (kind === 'secret' && origins.length > 0)
    return refused(problem('origin', origins[0], 'no origin: a secret key is for servers, and never in a page'))
  for (const origin of origins)
    if (!isOrigin(origin)) return refused(problem('origin', origin, 'an origin such as "https://example.com"'))
  const live = keys.keys.filter((each) => each.site === site && each.kind === kind && isLive(each, now))
  if (live.length >= LIVE_MAX)
    return refused(
      problem('kind', kind, `at most ${LIVE_MAX} live keys of a kind: retire ${live[0] && shownKey(live[0])} first`),
    )
  const added = newKey(site, kind, origins)
  return parsed({ keys: { ...keys, keys: [...keys.keys, added] }, added })
}

/** Retires a live key from an instant on. */
export function retireKey(
  keys: Keys,
  key: string,
  at: Instant,
  now: Instant,
): Parsed<{ readonly keys: Keys; readonly retired: Key }> {
  const found = keys.keys.find((each) => each.key === key)
  if (!found) return refused(problem('key', key.slice(0, SHOWN_CHARS), 'a key that `housecount keys` lists'))
  if (!isLive(found, now))
    return refused(problem('key', shownKey(found), `a live key; this one was retired at ${found.retires}`))
  const retired = { ...found, retires: isoInstant(instant(Math.max(at, now))) }
  return parsed({ keys: { ...keys, keys: keys.keys.map((each) => (each === found ? retired : each)) }, retired })
}

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.origin === text && (url.protocol === 'https:' || url.protocol === 'http:')
}
