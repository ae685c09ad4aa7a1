// Passphrases of operators: the house makes them, long enough that nobody guesses one, and keeps a scrypt hash alone.
// A hash says by which parameters it was made, so that those may rise and the older ones still hold.
import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** Without the letters and digits that are taken for one another: 31 of them, so five bits a letter. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 5
const GROUP_LETTERS = 4

const SALT_BYTES = 16
const HASH_BYTES = 32
/** 32 MiB, and about a tenth of a second: RFC 7914 leaves both to whoever has to pay them. */
const N = 2 ** 15
const R = 8
const P = 1
const MEMORY_BYTES_MAX = 128 * 1024 * 1024

/** About 99 bits in five groups of four, such as `w4kd-9gmz-tq2e-hn7x-bv3c`. */
export function newPassphrase(): string {
  const group = () => Array.from({ length: GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** `scrypt:N:r:p:salt:hash`, salt and hash in base64url. */
export async function hashOf(passphrase: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derived(passphrase, salt, { N, r: R, p: P })
  return ['scrypt', N, R, P, salt.toString('base64url'), hash.toString('base64url')].join(':')
}

export const HASH_FORM = /^scrypt:\d{1,8}:\d{1,3}:\d{1,3}:[\w-]{22}:[\w-]{43}$/

/** Whether a passphrase is the one of a hash. Takes as long for a wrong one as for the right one. */
export async function isPassphrase(hash: string, passphrase: string): Promise<boolean> {
  const [, n, r, p, salt = '', right = ''] = hash.split(':')
  const options = { N: Number(n), r: Number(r), p: Number(p) }
  const given = await derived(passphrase, Buffer.from(salt, 'base64url'), options)
  return timingSafeEqual(given, Buffer.from(right, 'base64url'))
}

/** White space around it and capitals come of copying and of phones, and make no other passphrase. */
const asMeant = (passphrase: string): string => passphrase.trim().toLowerCase()

function derived(passphrase: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(asMeant(passphrase), salt, HASH_BYTES, { ...options, maxmem: MEMORY_BYTES_MAX }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  )
}
