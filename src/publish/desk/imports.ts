// Events and catalogue entries that an operator brings in at the desk, with what became of each line. They go the way of
// every import; the editions that are final wait for the operator to see what they would say.
import {
  type Imported,
  type ImportOptions,
  importBytes,
  type LineForm,
  type LineVerdict,
} from '../../collect/import-lines.ts'
import type { Event, SiteId } from '../../domain/event.ts'
import { type Parsed, parsed, problem, refused, sentence } from '../../domain/problem.ts'
import { parseReason } from '../../domain/reason.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { sqlFile } from '../../store/store.ts'
import type { Archive } from '../archive.ts'
import type { Office } from './office.ts'

const KNOWN_EVENTS = sqlFile(import.meta.url, './known-events.sql')

/** Identities that are asked for at once. */
const KNOWN_AT_ONCE = 5000

/** Lines that follow each other and fared the same. */
export interface Run {
  readonly from: number
  readonly to: number
  /** duplicate: it was here, or stands in a line before; conflict: that one has other content, and one of them counts. */
  readonly verdict: 'stored' | 'duplicate' | 'conflict' | 'rejected'
  readonly why?: string | undefined
}

export interface BroughtIn extends Imported {
  readonly name: string
  readonly reason: string
  /** What became of each line that is not empty. */
  readonly runs: readonly Run[]
}

export interface Brought {
  readonly site: SiteId
  readonly form: LineForm
  /** What it is called afterwards. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly reason: string
  /** The house's, for viewers and subjects. */
  readonly pepper: string
}

/** Brings lines in. A problem where there are none, or no reason. */
export async function bringLines(office: Office, brought: Brought): Promise<Parsed<BroughtIn>> {
  const { site, form, bytes, pepper } = brought
  const reason = parseReason('reason', brought.reason)
  if (!reason.ok) return reason
  if (!bytes.some((byte) => byte > 32))
    return refused(problem('lines', '', 'one JSON object a line, one line at least'))
  const name = brought.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100) || 'pasted'
  const sender = { site, trusted: true, pepper }
  return office.bringIn(reason.value, async () => {
    const lines: LineVerdict[] = []
    const options: ImportOptions = { reason: reason.value, onLine: (line) => lines.push(line) }
    const imported = await importBytes(office, { name, bytes }, form, sender, options)
    // Before they are loaded: what the store has is what was here.
    const known = await contentsOf(office, site, lines)
    return parsed({ ...imported, name, reason: reason.value, runs: runsOf(lines, known) })
  })
}

const identityOf = ({ id, at }: Event): string => `${id} ${at}`
const contentOf = ({ kind, item, country, viewer, value, weight, subject, body }: Event): string =>
  [kind, item, country, viewer, value, weight, subject, body].join('\t')

/** What the site's events have already under the identities of some lines. */
async function contentsOf(archive: Archive, site: SiteId, lines: readonly LineVerdict[]): Promise<Map<string, string>> {
  const events = lines.flatMap((line) => ('event' in line ? [line.event] : []))
  const known = new Map<string, string>()
  for (let from = 0; from < events.length; from += KNOWN_AT_ONCE) {
    const asked = events.slice(from, from + KNOWN_AT_ONCE)
    const rows = await archive.store.rows<{ id: string; at_ms: string; content: string }>(KNOWN_EVENTS, {
      site,
      seconds: [...new Set(asked.map(({ at }) => Math.floor(at / SECOND_MS)))],
      ids: asked.map(({ id }) => id),
      at_ms: asked.map(({ at }) => at),
    })
    for (const { id, at_ms, content } of rows) known.set(`${id} ${at_ms}`, content)
  }
  return known
}

/** @param known contents by identity; those of the lines are added */
function runsOf(lines: readonly LineVerdict[], known: Map<string, string>): readonly Run[] {
  const runs: Run[] = []
  for (const line of lines) {
    const { verdict, why } = verdictOf(line, known)
    const last = runs.at(-1)
    if (last?.verdict === verdict && why === undefined && last.to === line.line - 1)
      runs[runs.length - 1] = { ...last, to: line.line }
    else runs.push({ from: line.line, to: line.line, verdict, ...(why !== undefined && { why }) })
  }
  return runs
}

function verdictOf(line: LineVerdict, known: Map<string, string>): Pick<Run, 'verdict' | 'why'> {
  if ('problems' in line) return { verdict: 'rejected', why: line.problems.map(sentence).join('; ') }
  const [identity, content] = [identityOf(line.event), contentOf(line.event)]
  const other = known.get(identity)
  if (other === undefined) known.set(identity, content)
  if (other === undefined) return { verdict: 'stored' }
  return { verdict: other === content ? 'duplicate' : 'conflict' }
}
