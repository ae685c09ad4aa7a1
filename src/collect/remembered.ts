// What was worked out lately, by a text: two generations, the older of which is dropped when the younger is full. A
// lookup of what is known costs one hash of the text, which a cache that orders its entries could not do.

export class Remembered<T> {
  #young = new Map<string, T>()
  #old: ReadonlyMap<string, T> = new Map()

  /** @param entriesMax how many entries a generation holds */
  constructor(private readonly entriesMax: number) {}

  find(text: string): T | undefined {
    return this.#young.get(text) ?? this.#old.get(text)
  }

  keep(text: string, value: T): void {
    if (this.#young.size >= this.entriesMax) {
      this.#old = this.#young
      this.#young = new Map()
    }
    // A copy: a part of a body would keep the whole body in memory.
    this.#young.set(Buffer.from(text).toString(), value)
  }
}
