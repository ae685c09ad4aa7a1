// Searching every byte that a house has written for texts that must not be there, in each form that they might have:
// plain, as numbers, encoded, turned round or hashed without a secret. Sealed segments are unpacked, and the store's
// tables, which are packed, are asked for their rows as text.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Store } from '../../src/store/store.ts'

const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  })

const sha256 = (text: string) => createHash('sha256').update(text)

/** UTF-16 with the higher byte first. */
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

/** Base64 of a text wherever it lies in what is encoded: without the ends, which depend on the neighbours. */
const base64At = (text: string, before: number): string => {
  const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64')
  return whole.replace(/=+$/, '').slice(Math.ceil((before * 4) / 3), -2)
}

/** Each form that a text might have, by its name. */
export const FORMS: Readonly<Record<string, (text: string) => readonly (Buffer | string)[]>> = {
  utf8: (text) => [text],
  'utf-16, lower byte first': (text) => [Buffer.from(text, 'utf16le')],
  'utf-16, higher byte first': (text) => [utf16be(text)],
  'hexadecimal, small': (text) => [Buffer.from(text).toString('hex')],
  'hexadecimal, capitals': (text) => [Buffer.from(text).toString('hex').toUpperCase()],
  base64: (text) => [0, 1, 2].map((before) => base64At(text, before)),
  base64url: (text) => [0, 1, 2].map((before) => base64At(text, before).replaceAll('+', '-').replaceAll('/', '_')),
  'url-encoded': (text) => [encodeURIComponent(text), [...Buffer.from(text)].map((b) => `%${b.toString(16)}`).join('')],
  'turned round': (text) => [[...text].reverse().join('')],
  rot13: (text) => [rot13(text)],
  'escaped in JSON': (text) => [
    JSON.stringify(text).slice(1, -1),
    [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
  'SHA-256 without a secret': (text) => [
    sha256(text).digest(),
    sha256(text).digest('hex'),
    sha256(text).digest('hex').toUpperCase(),
    sha256(text).digest('base64').slice(0, -1),
    sha256(text).digest('base64url'),
    // Cut to what keys of the log are cut to.
    sha256(text).digest('hex').slice(0, 16),
    String(BigInt(`0x${sha256(text).digest('hex').slice(0, 16)}`)),
  ],
}

export interface Leak {
  readonly where: string
  readonly canary: string
  readonly form: string
}

/** Where in some bytes which canaries are, in which form. A form that is the text itself is only told as that. */
export function leaksIn(where: string, bytes: Buffer, canaries: Readonly<Record<string, string>>): readonly Leak[] {
  return Object.entries(canaries).flatMap(([canary, text]) =>
    Object.entries(FORMS).flatMap(([form, of]) =>
      of(text).some((each) => (form === 'utf8' || each !== text) && bytes.includes(each))
        ? [{ where, canary, form }]
        : [],
    ),
  )
}

/** Every file below a directory, as it is, and unpacked where it is gzip. Returns what was searched, too. */
export function searchFiles(directory: string, canaries: Readonly<Record<string, string>>) {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  const leaks: Leak[] = []
  const names: string[] = []
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name)
    const bytes = readFileSync(path)
    names.push(path.slice(directory.length + 1))
    leaks.push(...leaksIn(path, Buffer.from(path.slice(directory.length)), canaries), ...leaksIn(path, bytes, canaries))
    if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])))
      leaks.push(...leaksIn(`${path}, unpacked`, gunzipSync(bytes), canaries))
  }
  return { leaks, names }
}

/** Every row of every table of a store, as text. */
export async function searchStore(store: Store, canaries: Readonly<Record<string, string>>) {
  const tables = await store.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name",
  )
  const leaks: Leak[] = []
  let rows = 0
  for (const { name } of tables) {
    // Each row in one text, in which no column is a number only.
    const held = await store.rows<object>(`SELECT * FROM ${name}`)
    rows += held.length
    const text = held.map((row) => Object.values(row).map(String).join('\t')).join('\n')
    leaks.push(...leaksIn(`table ${name}`, Buffer.from(text), canaries))
  }
  return { leaks, tables: tables.map(({ name }) => name), rows }
}
