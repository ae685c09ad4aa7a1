// Networks that the operator has given a name, such as the ranges of data centres. Of an address only the name is told.
// The smallest range that holds it decides. Looked up range by range of equal size, so a long file costs no more.
import { isIP } from 'node:net'
import { Failure } from '../domain/problem.ts'
import { Remembered } from './remembered.ts'
import { linesOf } from './robots.ts'

/** Addresses whose name is remembered, in memory alone. */
const REMEMBERED_MAX = 10_000

const NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/
const ALLOWED = 'a range and its name, such as "203.0.113.0/24 some-cloud"; names: a to z, 0 to 9, dots and hyphens'

/** Ranges of one size: how many bits of an address they share, and the name by those bits. */
interface Ranges {
  readonly version: 4 | 6
  readonly bits: number
  readonly names: Map<bigint, string>
}

export class Networks {
  /** The smallest first. */
  readonly #ranges: readonly Ranges[]
  readonly #names = new Remembered<{ readonly name: string | undefined }>(REMEMBERED_MAX)
  private constructor(ranges: readonly Ranges[]) {
    this.#ranges = [...ranges].sort((a, b) => b.bits - a.bits)
  }

  /** Reads a file: a range and a name a line. Fails where it can't be read, or a line is anything else. */
  static open(path?: string): Networks {
    const ranges = new Map<string, Ranges>()
    for (const { line, at } of path === undefined ? [] : linesOf(path, 'networks')) {
      const range = readRange(line)
      if (!range) throw new Failure('config', `${path}, line ${at}: "${line}" is not allowed; ${ALLOWED}`)
      const { version, bits, network, name } = range
      const known = ranges.get(`${version}/${bits}`) ?? { version, bits, names: new Map() }
      known.names.set(network, name)
      ranges.set(`${version}/${bits}`, known)
    }
    return new Networks([...ranges.values()])
  }

  /** The name of the smallest range that holds an address. */
  nameOf(address: string): string | undefined {
    if (this.#ranges.length === 0) return undefined
    const known = this.#names.find(address)
    if (known) return known.name
    const name = this.#look(address)
    this.#names.keep(address, { name })
    return name
  }

  #look(address: string): string | undefined {
    const known = readAddress(address)
    if (!known) return undefined
    for (const { version, bits, names } of this.#ranges) {
      const name = version === known.version ? names.get(networkOf(known, bits)) : undefined
      if (name !== undefined) return name
    }
    return undefined
  }
}

interface Address {
  readonly version: 4 | 6
  readonly value: bigint
}

const networkOf = ({ version, value }: Address, bits: number): bigint => value >> BigInt(lengthOf(version) - bits)

const lengthOf = (version: 4 | 6): number => (version === 4 ? 32 : 128)

function readRange(line: string) {
  const [, text = '', length = '', name = ''] = /^(\S+?)\/(\d{1,3})\s+(\S+)$/.exec(line) ?? []
  const address = readAddress(text)
  const bits = Number(length)
  if (!address || bits < 1 || bits > lengthOf(address.version) || !NAME.test(name)) return undefined
  return { version: address.version, bits, network: networkOf(address, bits), name }
}

function readAddress(text: string): Address | undefined {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text.split('%')[0] ?? ''
  const version = isIP(plain)
  if (version === 4) return { version, value: ofParts(plain.split('.').map(Number), 8) }
  return version === 6 ? { version, value: ofParts(groupsOf(plain), 16) } : undefined
}

const ofParts = (parts: readonly number[], bits: number): bigint =>
  parts.reduce((value, part) => (value << BigInt(bits)) | BigInt(part), 0n)

/** The eight groups of an IPv6 address; its end may be written as one of IPv4. */
function groupsOf(text: string): readonly number[] {
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [a * 256 + Number(b), c * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
  const [left = [], right = []] = plain.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const missing = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...missing, ...right].map((group) => Number.parseInt(group, 16))
}
