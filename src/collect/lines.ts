// Splits bytes into lines without ever holding more than one line's limit: a line of two gigabytes is refused, and the
// line after it is read as if nothing had been.

export interface InputLine {
  /** From 1. */
  readonly number: number
  /** Undefined where the line was too long. */
  readonly text: string | undefined
  /** Whether a line break ended it; a file that was cut off ends without one. */
  readonly whole: boolean
}

/** Longer than any event or catalogue entry. */
export const LINE_BYTES_MAX = 1024 * 1024

export async function* inputLines(
  chunks: AsyncIterable<Uint8Array>,
  bytesMax = LINE_BYTES_MAX,
): AsyncGenerator<InputLine> {
  let parts: Buffer[] = []
  let held = 0
  let tooLong = false
  let number = 0
  const line = (whole: boolean): InputLine => {
    const text = tooLong ? undefined : Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
    parts = []
    held = 0
    tooLong = false
    return { number: ++number, text, whole }
  }
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, end))
      yield line(true)
      from = end + 1
    }
    keep(bytes.subarray(from))
  }
  if (held > 0 || tooLong) yield line(false)

  function keep(part: Buffer): void {
    held += part.length
    if (held > bytesMax) {
      tooLong = true
      parts = []
    }
    // A copy: the stream may use its buffer again.
    else if (part.length > 0) parts.push(Buffer.from(part))
  }
}
