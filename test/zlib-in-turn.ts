// Inflating in another thread ends when it ends; here it takes its turn, so that a seed repeats a run exactly.
type Zlib = typeof import('node:zlib')
type Done = (error: unknown, result?: Buffer) => void

const inTurn = (work: Zlib['inflateRawSync']) => (bytes: Buffer, options: object, done: Done) => {
  queueMicrotask(() => {
    try {
      done(null, work(bytes, options))
    } catch (error) {
      done(error)
    }
  })
}

/** For `vi.mock('node:zlib', zlibInTurn)`. */
export async function zlibInTurn(original: () => Promise<unknown>): Promise<object> {
  const zlib = (await original()) as Zlib
  return { ...zlib, inflateRaw: inTurn(zlib.inflateRawSync) }
}
