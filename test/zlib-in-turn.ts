// Compressing in another thread ends when it ends; here it takes its turn, so that a seed repeats a run exactly.
import * as zlib from 'node:zlib'

type Done = (error: unknown, result?: Buffer) => void

const inTurn = (work: typeof zlib.inflateRawSync) => (bytes: Buffer, options: object, done: Done) => {
  queueMicrotask(() => {
    try {
      done(null, work(bytes, options))
    } catch (error) {
      done(error)
    }
  })
}

export const { crc32 } = zlib
export const deflateRaw = inTurn(zlib.deflateRawSync)
export const inflateRaw = inTurn(zlib.inflateRawSync)
