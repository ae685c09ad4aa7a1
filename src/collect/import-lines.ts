// Imports events or catalogue entries, one JSON object a line: files, gzipped files, standard input, or bytes. The operator
// runs it, so the sender is trusted. A bad line is set aside with its reason; its neighbours are kept.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Event, parseEvent } from '../domain/event.ts'
import { Failure, type Parsed, type Problem, problem } from '../domain/problem.ts'
import type { Instant } from '../domain/time.ts'
import { admit, type Sender } from './admit.ts'
import { fileDigest, type ImportCounts, ImportRecord, mustBeFile, type RejectedLine } from './import-record.ts'
import { asItemEvent, withoutEntry } from './item-event.ts'
import { type InputLine, inputLines, LINE_BYTES_MAX } from './lines.ts'

/** Lines appended to the log at once. */
const BATCH_LINES = 10_000
/** And at most about this many characters: lines may be long. */
const BATCH_CHARS = 16 * 1024 * 1024

export interface ImportTarget {
  readonly directory: string
  readonly now: () => Instant
  append(events: readonly Event[]): Promise<void>
}

export interface Imported extends ImportCounts {
  readonly rejectedFile: string
  /** The first line that was refused by this run, and why. */
  readonly firstRejected: string | undefined
  /** Lines that an earlier run had already brought in. */
  readonly skipped: number
}

/** What a line's JSON is: an event as it is sent, or a catalogue entry. */
export type LineForm = 'events' | 'items'

/** What is told of each line that is not empty, in their order. */
export type LineVerdict =
  | { readonly line: number; readonly event: Event }
  | { readonly line: number; readonly problems: readonly Problem[] }

export interface ImportOptions {
  /** Why it is brought in; remembered with it. */
  readonly reason?: string | undefined
  readonly onRead?: (bytes: number) => void
  readonly onLine?: (verdict: LineVerdict) => void
}

/** Imports one input; `-` is standard input. That and pipes can be read but once, so no digest remembers them. */
export async function importLines(
  target: ImportTarget,
  path: string,
  form: LineForm,
  sender: Sender,
  options: ImportOptions = {},
): Promise<Imported> {
  if (path !== '-') await mustBeFile(path)
  const twice = path !== '-' && (await stat(path)).isFile()
  const digest = twice ? await fileDigest(path, form) : randomBytes(32).toString('hex')
  const record = await ImportRecord.open(target.directory, path === '-' ? 'stdin' : path, digest, options.reason)
  return importFrom(target, bytesOf(path, options.onRead), record, { form, sender, onLine: options.onLine })
}

/** Imports what is at hand already, under a name. The same bytes again are remembered, whatever they are called. */
export async function importBytes(
  target: ImportTarget,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  form: LineForm,
  sender: Sender,
  { reason, onLine }: ImportOptions = {},
): Promise<Imported> {
  const digest = createHash('sha256').update(form).update(bytes).digest('hex')
  const record = await ImportRecord.open(target.directory, name, digest, reason)
  return importFrom(target, Readable.from([bytes]), record, { form, sender, onLine })
}

interface Reading {
  readonly form: LineForm
  readonly sender: Sender
  readonly onLine?: ImportOptions['onLine']
}

async function importFrom(
  target: ImportTarget,
  bytes: AsyncIterable<Uint8Array>,
  record: ImportRecord,
  reading: Reading,
): Promise<Imported> {
  const skipped = record.counts.read
  const before = record.counts
  let batch: InputLine[] = []
  let chars = 0
  const bring = async () => {
    const lines = batch
    batch = []
    chars = 0
    await importBatch(target, record, lines, reading)
  }
  try {
    for await (const line of inputLines(bytes)) {
      if (line.number <= skipped) continue
      batch.push(line)
      chars += line.text?.length ?? 0
      if (batch.length >= BATCH_LINES || chars >= BATCH_CHARS) await bring()
    }
  } finally {
    // What came before a file broke off is kept too.
    await bring()
  }
  const { read, stored, rejected } = record.counts
  return {
    read: read - before.read,
    stored: stored - before.stored,
    rejected: rejected - before.rejected,
    rejectedFile: record.rejectedFile,
    firstRejected: record.firstRejected,
    skipped,
  }
}

async function importBatch(
  target: ImportTarget,
  record: ImportRecord,
  lines: readonly InputLine[],
  { form, sender, onLine }: Reading,
): Promise<void> {
  const verdicts: LineVerdict[] = []
  const rejected: RejectedLine[] = []
  for (const line of lines) {
    if (line.text === '') continue
    const result = eventOf(line, form, sender, target.now())
    if (result.ok) verdicts.push({ line: line.number, event: result.value })
    else {
      verdicts.push({ line: line.number, problems: result.problems })
      rejected.push({ line: line.number, text: line.text ?? '', problems: result.problems })
    }
  }
  const events = verdicts.flatMap((verdict) => ('event' in verdict ? [verdict.event] : []))
  await target.append(events)
  await record.reject(rejected)
  await record.add({ read: lines.length, stored: events.length, rejected: rejected.length }, target.now())
  if (onLine) for (const verdict of verdicts) onLine(verdict)
}

function eventOf(line: InputLine, form: LineForm, sender: Sender, now: Instant): Parsed<Event> {
  if (line.text === undefined)
    return { ok: false, problems: [problem('(line)', 'too long to show', `a line of at most ${LINE_BYTES_MAX} bytes`)] }
  const json = parseJson(line)
  if ('problem' in json) return { ok: false, problems: [json.problem] }
  const claim = parseEvent(form === 'events' ? json.value : asItemEvent(json.value, now))
  if (!claim.ok) return { ok: false, problems: claim.problems.map(form === 'events' ? (p) => p : withoutEntry) }
  const admission = admit(claim.value, sender, now)
  return admission.verdict === 'admitted'
    ? { ok: true, value: admission.event }
    : { ok: false, problems: admission.problems }
}

function parseJson({ text = '', whole }: InputLine): { value: unknown } | { problem: Problem } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    const allowed = whole ? 'one JSON object a line' : 'one JSON object a line; the file ends in the middle of one'
    return { problem: problem('(line)', text, allowed) }
  }
}

async function* bytesOf(path: string, onRead: (bytes: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  const source = path === '-' ? process.stdin : createReadStream(path)
  source.on('data', (chunk: Buffer | string) => onRead(chunk.length))
  try {
    yield* path.endsWith('.gz') ? source.pipe(createGunzip()) : source
  } catch (error) {
    throw new Failure(
      'input',
      `${path} can't be read to its end: ${(error as Error).message}; what came before is kept`,
    )
  }
}
