// A disk in memory that can lose its power: `afterPowerCut` gives the disk that a machine would find on starting
// again. What was synced is there. Of everything else any part may be: each 512-byte sector of a write by itself, each
// truncation, each new, renamed or removed name. `afterKill` gives the disk that the next process finds where the machine
// runs on: all that was written can be read, be it on the disk or not. It can also fail: syncs, writes, and space.
import { basename, dirname } from 'node:path'
import type { Disk, DiskFile } from '../src/log/disk.ts'
import type { Random } from './random.ts'

const SECTOR_BYTES = 512

type Change =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number }

/** What a name stands for: what programs see, what is on the disk for certain, and what is on its way. */
interface Inode {
  seen: Buffer
  durable: Buffer
  pending: Change[]
}

type Naming =
  | { readonly kind: 'set'; readonly name: string; readonly inode: Inode }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly inode: Inode }

interface Directory {
  seen: Map<string, Inode>
  durable: Map<string, Inode>
  pending: Naming[]
}

/** What a disk does before each step; may take its time, and may fail it. */
export type Step = (what: keyof Disk | keyof DiskFile, path: string) => void | Promise<void>

export interface SimDiskOptions {
  /** Decides how long each step takes, in turns of the event loop's microtasks. */
  readonly random?: Random
  readonly onStep?: Step
  /** Bytes that fit on it. */
  capacity?: number
}

export class SimDisk implements Disk {
  #directories = new Map<string, Directory>()
  constructor(readonly options: SimDiskOptions = {}) {}

  async makeDirectory(path: string): Promise<void> {
    if (!this.#directories.has(path)) this.#directories.set(path, { seen: new Map(), durable: new Map(), pending: [] })
  }

  async list(path: string): Promise<readonly string[]> {
    await this.step('list', path)
    return [...this.#directory(path).seen.keys()].sort()
  }

  async open(path: string, mode: 'read' | 'write' | 'create', writes?: 'synced'): Promise<DiskFile> {
    await this.step('open', path)
    const directory = this.#directory(dirname(path))
    const name = basename(path)
    const there = directory.seen.get(name)
    if (mode !== 'create') {
      if (!there) throw simError('ENOENT', path)
      return new SimFile(this, path, there, writes === 'synced')
    }
    if (there) throw simError('EEXIST', path)
    const inode = { seen: Buffer.alloc(0), durable: Buffer.alloc(0), pending: [] }
    rename(directory, { kind: 'set', name, inode })
    return new SimFile(this, path, inode, writes === 'synced')
  }

  async remove(path: string): Promise<void> {
    await this.step('remove', path)
    const directory = this.#directory(dirname(path))
    if (!directory.seen.has(basename(path))) throw simError('ENOENT', path)
    rename(directory, { kind: 'remove', name: basename(path) })
  }

  async rename(from: string, to: string): Promise<void> {
    await this.step('rename', from)
    const directory = this.#directory(dirname(from))
    const inode = directory.seen.get(basename(from))
    if (!inode) throw simError('ENOENT', from)
    rename(directory, { kind: 'rename', from: basename(from), to: basename(to), inode })
  }

  async syncDirectory(path: string): Promise<void> {
    const directory = this.#directory(path)
    const asked = new Set(directory.pending)
    await this.step('syncDirectory', path)
    for (const naming of directory.pending) if (asked.has(naming)) apply(directory.durable, naming)
    directory.pending = directory.pending.filter((naming) => !asked.has(naming))
  }

  /** Takes its turns, then fails if it must. */
  async step(what: keyof Disk | keyof DiskFile, path: string): Promise<void> {
    for (let turns = this.options.random?.below(4) ?? 0; turns > 0; turns--) await undefined
    const taken = this.options.onStep?.(what, path)
    if (taken) await taken
  }

  /** Bytes of all files. */
  get used(): number {
    let used = 0
    for (const { seen } of this.#directories.values()) for (const inode of seen.values()) used += inode.seen.length
    return used
  }

  /** Fails where a file grows beyond what fits. */
  makeSpace(bytes: number, path: string): void {
    if (this.used + bytes > (this.options.capacity ?? Number.POSITIVE_INFINITY)) throw simError('ENOSPC', path)
  }

  /** The disk that is found after a power cut now; this one is left as it is. */
  afterPowerCut(random: Random, options: SimDiskOptions = {}): SimDisk {
    const found = new SimDisk(options)
    const inodes = new Map<Inode, Inode>()
    for (const [path, directory] of this.#directories) {
      const names = new Map(directory.durable)
      const keep = random.keeping()
      for (const naming of directory.pending) if (keep()) apply(names, naming)
      const seen = new Map<string, Inode>()
      for (const [name, inode] of names) {
        const kept = inodes.get(inode) ?? settled(surviving(inode, random))
        inodes.set(inode, kept)
        seen.set(name, kept)
      }
      found.#directories.set(path, { seen, durable: new Map(seen), pending: [] })
    }
    return found
  }

  /** The disk as another process finds it, when this one ended just now; this one is left as it is. */
  afterKill(options: SimDiskOptions = {}): SimDisk {
    const found = new SimDisk(options)
    const inodes = new Map<Inode, Inode>()
    const copyOf = (inode: Inode): Inode => {
      const copy = inodes.get(inode) ?? { ...inode, pending: [...inode.pending] }
      inodes.set(inode, copy)
      return copy
    }
    const copies = (names: Map<string, Inode>) => new Map([...names].map(([name, inode]) => [name, copyOf(inode)]))
    for (const [path, { seen, durable, pending }] of this.#directories)
      found.#directories.set(path, {
        seen: copies(seen),
        durable: copies(durable),
        pending: pending.map((naming) => ('inode' in naming ? { ...naming, inode: copyOf(naming.inode) } : naming)),
      })
    return found
  }

  /** The bytes of a file as programs see them; changing them is rot. */
  bytesOf(path: string): Buffer {
    const inode = this.#directory(dirname(path)).seen.get(basename(path))
    if (!inode) throw simError('ENOENT', path)
    return inode.seen
  }

  /** Makes a file's bytes others, as if they had always been so. */
  put(path: string, bytes: Buffer): void {
    const { seen, durable } = this.#directory(dirname(path))
    const inode = settled(bytes)
    seen.set(basename(path), inode)
    durable.set(basename(path), inode)
  }

  #directory(path: string): Directory {
    const directory = this.#directories.get(path)
    if (!directory) throw simError('ENOENT', path)
    return directory
  }
}

class SimFile implements DiskFile {
  constructor(
    private readonly disk: SimDisk,
    private readonly path: string,
    private readonly inode: Inode,
    private readonly synced: boolean,
  ) {}

  async read(into: Buffer, position: number): Promise<number> {
    await this.disk.step('read', this.path)
    return position < this.inode.seen.length ? this.inode.seen.copy(into, 0, position) : 0
  }

  async write(bytes: Buffer, position: number): Promise<number> {
    this.disk.makeSpace(Math.max(0, position + bytes.length - this.inode.seen.length), this.path)
    const change = { kind: 'write', position, bytes: Buffer.from(bytes) } as const
    this.inode.seen = changed(this.inode.seen, change)
    this.inode.pending.push(change)
    if (this.synced) await this.#reach('write', new Set<Change>([change]))
    else await this.disk.step('write', this.path)
    return bytes.length
  }

  async truncate(length: number): Promise<void> {
    await this.disk.step('truncate', this.path)
    this.inode.seen = changed(this.inode.seen, { kind: 'truncate', length })
    this.inode.pending.push({ kind: 'truncate', length })
  }

  /** What was written before it was called is on the disk when it returns. */
  sync = (): Promise<void> => this.#reach('sync', new Set(this.inode.pending))

  /** Brings changes to the disk. If that fails, nobody tries those again. */
  async #reach(what: 'sync' | 'write', asked: ReadonlySet<Change>): Promise<void> {
    const { inode } = this
    try {
      await this.disk.step(what, this.path)
    } catch (error) {
      inode.pending = inode.pending.filter((change) => !asked.has(change))
      throw error
    }
    for (const change of inode.pending) if (asked.has(change)) inode.durable = changed(inode.durable, change)
    inode.pending = inode.pending.filter((change) => !asked.has(change))
  }

  async size(): Promise<number> {
    await this.disk.step('size', this.path)
    return this.inode.seen.length
  }

  async close(): Promise<void> {
    await this.disk.step('close', this.path)
  }
}

/** Without a stack: thousands are made, and it would tell of the simulation alone. */
export function simError(code: string, path: string): Error {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const error = Object.assign(new Error(`${code}: ${path}`), { code })
  Error.stackTraceLimit = stackTraceLimit
  return error
}

const settled = (bytes: Buffer): Inode => ({ seen: bytes, durable: bytes, pending: [] })

function rename(directory: Directory, naming: Naming): void {
  apply(directory.seen, naming)
  directory.pending.push(naming)
}

function apply(names: Map<string, Inode>, naming: Naming): void {
  if (naming.kind === 'set') names.set(naming.name, naming.inode)
  else if (naming.kind === 'remove') names.delete(naming.name)
  else {
    names.delete(naming.from)
    names.set(naming.to, naming.inode)
  }
}

function changed(bytes: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    if (change.length <= bytes.length) return Buffer.from(bytes.subarray(0, change.length))
    return Buffer.concat([bytes, Buffer.alloc(change.length - bytes.length)])
  }
  const end = change.position + change.bytes.length
  const next = Buffer.alloc(Math.max(bytes.length, end))
  bytes.copy(next)
  change.bytes.copy(next, change.position)
  return next
}

/** A file's bytes after a power cut: sectors that were not synced are there or not, each by itself. */
function surviving(inode: Inode, random: Random): Buffer {
  let bytes = inode.durable
  const keep = random.keeping()
  for (const change of inode.pending) {
    if (change.kind === 'truncate') {
      if (keep()) bytes = changed(bytes, change)
      continue
    }
    for (let from = 0; from < change.bytes.length; ) {
      const position = change.position + from
      const to = Math.min(change.bytes.length, from + SECTOR_BYTES - (position % SECTOR_BYTES))
      if (keep()) bytes = changed(bytes, { kind: 'write', position, bytes: change.bytes.subarray(from, to) })
      from = to
    }
  }
  return bytes
}
