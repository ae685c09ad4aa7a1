// Work that must not run beside other work of its kind: whoever comes meanwhile waits.

export class Turn {
  #running: Promise<unknown> | undefined

  /** Runs the work once nobody else has the turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running.catch(() => {})
    const running = work()
    this.#running = running
    try {
      return await running
    } finally {
      this.#running = undefined
    }
  }
}
