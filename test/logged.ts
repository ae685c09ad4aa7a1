// What a house has logged, read from its files beside it: what was answered `stored` is there.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../src/domain/event.ts'
import { LINE_COLUMNS, readLine } from '../src/domain/event-line.ts'

/** The events of the plain segments of a data directory, in their order, each copy of them. */
export function loggedIn(data: string): readonly Event[] {
  const directory = join(data, 'log')
  const segments = readdirSync(directory).filter((name) => name.endsWith('.log'))
  const lines = segments.sort().flatMap((name) => readFileSync(join(directory, name), 'utf8').split('\n'))
  return lines
    .filter((line) => !line.startsWith('#') && line.split('\t').length === LINE_COLUMNS.length)
    .map((line) => readLine(line))
}
