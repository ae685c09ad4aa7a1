// What commands print: results to standard output, everything else to standard error.
import { Presets, SingleBar } from 'cli-progress'
import stringWidth from 'string-width'
import type { Progress } from '../app.ts'

/** A person should read this; it is not the result. */
export const notice = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value, undefined, 2))

export interface Column {
  readonly name: string
  readonly align?: 'left' | 'right'
}

/** A table as plain text: aligned by what is seen, so that wide and combining characters line up too. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const all = [columns.map(({ name }) => name), ...rows]
  const widths = columns.map((_, i) => Math.max(...all.map((row) => stringWidth(row[i] ?? ''))))
  const lines = all.map((row) =>
    row
      .map((cell, i) => {
        const gap = ' '.repeat((widths[i] ?? 0) - stringWidth(cell))
        return columns[i]?.align === 'right' ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd(),
  )
  return lines.join('\n')
}

/** A bar on standard error, and nothing where that is not a terminal. */
export interface Bar {
  add(done: number, total?: number): void
  stop(): void
}

export function bar(label: string, total: number): Bar {
  if (!process.stderr.isTTY) return { add: () => {}, stop: () => {} }
  const drawn = new SingleBar(
    {
      format: `${label.padEnd(10)} {bar} {percentage}% · {value} of {total}`,
      hideCursor: true,
      stream: process.stderr,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  drawn.start(total, 0)
  return { add: (done) => drawn.increment(done), stop: () => drawn.stop() }
}

/** Says how far catching up is: one line that is written over, where standard error is a terminal. */
export function progressLine(): { progress: Progress; end: () => void } {
  const done = { load: 0, fold: 0, publish: 0 }
  let shown = 0
  const progress: Progress = (step, more, of) => {
    done[step] += more
    if (!process.stderr.isTTY || Date.now() - shown < 100) return
    shown = Date.now()
    const { load, fold, publish } = done
    const text = `${n(load)} events loaded · ${n(fold)} folded · ${n(publish)} windows published (${of})`
    process.stderr.write(`\r\x1b[K${text}`)
  }
  return { progress, end: () => void (process.stderr.isTTY && process.stderr.write('\r\x1b[K')) }
}

export const n = (value: number): string => value.toLocaleString('en')
