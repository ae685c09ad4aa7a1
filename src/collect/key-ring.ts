// The keys that a running server takes. A key that was added or retired on the command line is known without a restart.
import type { Instant } from '../domain/time.ts'
import { findKeys, isLive, type Key, type Keys, keysPath, openKeys } from './keys.ts'
import { type Watched, watchPrivate } from './private-file.ts'

export class KeyRing {
  #keys: ReadonlyMap<string, Key> = new Map()
  readonly #watched: Watched
  private constructor(
    readonly directory: string,
    /** Mixed into the hash of viewers and subjects that trusted senders name. It never changes. */
    readonly pepper: string,
    notice: (text: string) => void,
  ) {
    this.#watched = watchPrivate(
      keysPath(directory),
      'its keys',
      () => findKeys(directory),
      (keys) => this.#take(keys),
      notice,
    )
  }

  /** Opens the keys of a data directory, and makes them where there are none. */
  static async open(directory: string, notice: (text: string) => void): Promise<KeyRing> {
    const keys = await openKeys(directory)
    const ring = new KeyRing(directory, keys.pepper, notice)
    ring.#take(keys)
    return ring
  }

  /** All keys, the retired ones among them, as they were made. */
  get keys(): readonly Key[] {
    return [...this.#keys.values()]
  }

  /**
   * The live key that a request brings. Found by its hash as a whole, so the time that this takes says nothing of how
   * much of a guess is right.
   */
  find(key: string, now: Instant): Key | undefined {
    const found = this.#keys.get(key)
    return found && isLive(found, now) ? found : undefined
  }

  /** Takes what the file says now, without waiting for the next look. */
  look(): Promise<void> {
    return this.#watched.look()
  }

  close(): void {
    this.#watched.close()
  }

  #take({ keys }: Keys): void {
    this.#keys = new Map(keys.map((key) => [key.key, key]))
  }
}
