// Reads a file as Netflix publishes it, .tsv or .xlsx, and tells by its header which of three it is. A bad row is put
// aside with its line, its text and what is wrong with it; its neighbours are kept.
import { readFile } from 'node:fs/promises'
import type { CellValue } from 'read-excel-file/node'
import { Failure, type Parsed, type Problem, parsed, problem, refused } from '../../domain/problem.ts'
import { type LayoutKind, parseHeader } from './layouts.ts'
import {
  type Cells,
  type CountryRow,
  type GlobalRow,
  type MostPopularRow,
  parseCountryRow,
  parseGlobalRow,
  parseMostPopularRow,
} from './rows.ts'

export interface RejectedRow {
  /** The line in the file, from 1. */
  readonly line: number
  /** The row as it stands there, cells parted by tabs. */
  readonly text: string
  readonly problems: readonly Problem[]
}

interface Sorted<Row> {
  readonly rows: readonly Row[]
  readonly rejected: readonly RejectedRow[]
}

export type NetflixFile =
  | ({ readonly kind: 'global' } & Sorted<GlobalRow>)
  | ({ readonly kind: 'countries' } & Sorted<CountryRow>)
  | ({ readonly kind: 'most-popular' } & Sorted<MostPopularRow>)

/**
 * Reads one file. Problems: another extension, no spreadsheet inside, or a header of no known layout. A file that
 * can't be read at all is a Failure `input`.
 */
export async function readNetflixFile(path: string): Promise<Parsed<NetflixFile>> {
  const table = await readTable(path)
  if (!table.ok) return table
  const header = (table.value[0] ?? []).map((cell) => cell.trim())
  const layout = parseHeader(header)
  return layout.ok ? parsed(sortRows(layout.value, header, table.value)) : layout
}

type Table = readonly (readonly string[])[]

async function readTable(path: string): Promise<Parsed<Table>> {
  if (!/\.(tsv|xlsx)$/i.test(path)) return refused(problem('file', path, 'a file that ends in .tsv or .xlsx'))
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Failure('input', `${path} can't be read`, { cause })
  })
  return /\.tsv$/i.test(path) ? parsed(readTsv(bytes)) : readXlsx(path, bytes)
}

/** Tab-separated values know no quotes. The decoder drops a byte order mark; bytes that are no UTF-8 become U+FFFD. */
function readTsv(bytes: Uint8Array): Table {
  const lines = new TextDecoder('utf-8').decode(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => line.replace(/\r$/, '').split('\t'))
}

/** The first sheet. Cells that a sheet leaves out at a row's end are empty ones. */
async function readXlsx(path: string, bytes: Buffer): Promise<Parsed<Table>> {
  // Slow to load, and most files are .tsv.
  const { readSheet } = await import('read-excel-file/node')
  try {
    const sheet = await readSheet(bytes)
    const width = sheet[0]?.length ?? 0
    return parsed(sheet.map((row) => Array.from({ length: Math.max(width, row.length) }, (_, i) => cellText(row[i]))))
  } catch (error) {
    // The bytes are in memory, so whatever goes wrong here is wrong with them.
    return refused(problem('file', path, `a whole .xlsx spreadsheet; this one does not open: ${String(error)}`))
  }
}

/** A cell as the .tsv would write it. A date in a sheet is midnight UTC of that date. */
function cellText(cell: CellValue | null | undefined): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
}

function sortRows(kind: LayoutKind, header: readonly string[], table: Table): NetflixFile {
  switch (kind) {
    case 'global':
      return { kind, ...sorted(header, table, parseGlobalRow) }
    case 'countries':
      return { kind, ...sorted(header, table, parseCountryRow) }
    case 'most-popular':
      return { kind, ...sorted(header, table, parseMostPopularRow) }
  }
}

function sorted<Row>(
  header: readonly string[],
  table: Table,
  parseRow: (line: number, cells: Cells) => Parsed<Row>,
): Sorted<Row> {
  const rows: Row[] = []
  const rejected: RejectedRow[] = []
  for (let index = 1; index < table.length; index++) {
    const cells = table[index] ?? []
    const row = parseCells(header, cells, index + 1, parseRow)
    if (row.ok) rows.push(row.value)
    else rejected.push({ line: index + 1, text: cells.join('\t'), problems: row.problems })
  }
  return { rows, rejected }
}

function parseCells<Row>(
  header: readonly string[],
  cells: readonly string[],
  line: number,
  parseRow: (line: number, cells: Cells) => Parsed<Row>,
): Parsed<Row> {
  if (cells.length !== header.length)
    return refused(problem('columns', cells.length, `${header.length} of them: ${header.join(', ')}`))
  return parseRow(line, Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])))
}
