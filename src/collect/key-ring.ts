// The keys that a running server takes. Its file is looked at once a second, so that a key that was added or retired
// on the command line is known without a restart.
import { unwatchFile, watchFile } from 'node:fs'
import type { Instant } from '../domain/time.ts'
import { findKeys, isLive, type Key, type Keys, keysPath, openKeys } from './keys.ts'

const LOOK_MS = 1000

export class KeyRing {
  #keys: ReadonlyMap<string, Key> = new Map()
  readonly #changed = () => void this.#readAgain()
  private constructor(
    private readonly directory: string,
    /** Mixed into the hash of viewers and subjects that trusted senders name. It never changes. */
    readonly pepper: string,
    private readonly notice: (text: string) => void,
  ) {}

  /** Opens the keys of a data directory, and makes them where there are none. */
  static async open(directory: string, notice: (text: string) => void): Promise<KeyRing> {
    const keys = await openKeys(directory)
    const ring = new KeyRing(directory, keys.pepper, notice)
    ring.#take(keys)
    watchFile(keysPath(directory), { interval: LOOK_MS, persistent: false }, ring.#changed)
    return ring
  }

  /**
   * The live key that a request brings. Found by its hash as a whole, so the time that this takes says nothing of how
   * much of a guess is right.
   */
  find(key: string, now: Instant): Key | undefined {
    const found = this.#keys.get(key)
    return found && isLive(found, now) ? found : undefined
  }

  close(): void {
    unwatchFile(keysPath(this.directory), this.#changed)
  }

  #take({ keys }: Keys): void {
    this.#keys = new Map(keys.map((key) => [key.key, key]))
  }

  /** A file that is gone or can't be read changes nothing: the keys that are known stay. */
  async #readAgain(): Promise<void> {
    try {
      const keys = await findKeys(this.directory)
      if (keys) this.#take(keys)
      else this.notice(`${keysPath(this.directory)} is gone; its keys are taken until the server is closed`)
    } catch (error) {
      this.notice(`${(error as Error).message}; the keys that were known are taken`)
    }
  }
}
