// A table in any of the formats that can be downloaded. Text is written as the rows come, so that a long table never lies
// in memory; a spreadsheet and a Parquet file can only be made whole.
import { stringify } from 'csv-stringify/sync'
import { type Store, sqlFile } from '../store/store.ts'
import { COLUMNS, type ColumnName, type ColumnType } from './columns.ts'

const TABLE_FROM_TEXT = sqlFile(import.meta.url, './table-from-text.sql')

export const DOWNLOAD_FORMATS = ['json', 'tsv', 'csv', 'xlsx', 'parquet'] as const
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number]

export const CONTENT_TYPES: Record<DownloadFormat, string> = {
  json: 'application/json; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
}

/** The most rows of a format that is made in memory: about 150 MB each while it is. */
export const ROWS_MAX = { xlsx: 25_000, parquet: 250_000 } as const

/** A cell is left out, or empty, where nothing is known. */
export type Row = Readonly<Partial<Record<ColumnName, string | number | boolean>>>

export interface Table {
  readonly columns: readonly ColumnName[]
  /** In bundles, as they come. */
  readonly rows: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>
}

/** A table as bytes, in bundles. Text ends in a line break. */
export async function* writeTable(store: Store, table: Table, format: DownloadFormat): AsyncGenerator<Buffer> {
  switch (format) {
    case 'json':
      return yield* writeJson(table)
    // Netflix's files quote nothing, and no title holds a tab or a line break.
    case 'tsv':
      return yield* writeLines(table, { delimiter: '\t', quote: false })
    case 'csv':
      return yield* writeLines(table, {})
    case 'xlsx':
      return yield await sheetOf(table.columns, await allRows(table))
    case 'parquet':
      return yield await parquetOf(store, table.columns, await allRows(table))
  }
}

export async function tableBytes(store: Store, table: Table, format: DownloadFormat): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of writeTable(store, table, format)) parts.push(part)
  return Buffer.concat(parts)
}

async function* writeLines({ columns, rows }: Table, options: object): AsyncGenerator<Buffer> {
  const lines = (cells: readonly (readonly unknown[])[]) =>
    Buffer.from(stringify([...cells] as never, { ...options, cast: { boolean: String } }))
  yield lines([columns])
  for await (const bundle of rows) yield lines(bundle.map((row) => columns.map((column) => row[column] ?? '')))
}

async function* writeJson({ columns, rows }: Table): AsyncGenerator<Buffer> {
  let first = true
  for await (const bundle of rows) {
    const records = bundle.map((row) => Object.fromEntries(columns.map((column) => [column, known(row, column)])))
    if (records.length === 0) continue
    yield Buffer.from(`${first ? '[' : ','}\n${records.map((record) => JSON.stringify(record)).join(',\n')}`)
    first = false
  }
  yield Buffer.from(first ? '[]\n' : '\n]\n')
}

/** The cell, or null where nothing is known. */
const known = (row: Row, column: ColumnName) => (row[column] === '' ? null : (row[column] ?? null))

async function allRows({ rows }: Table): Promise<readonly Row[]> {
  const all: Row[] = []
  for await (const bundle of rows) all.push(...bundle)
  return all
}

async function sheetOf(columns: readonly ColumnName[], rows: readonly Row[]): Promise<Buffer> {
  // Slow to load, and seldom needed.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const header = columns.map((value) => ({ value, fontWeight: 'bold' as const }))
  const body = rows.map((row) => columns.map((column) => ({ value: row[column] ?? '' })))
  return writeExcelFile([header, ...body] as never).toBuffer()
}

const STORED: Record<ColumnType, string> = {
  text: 'Nullable(String)',
  date: 'Nullable(Date)',
  whole: 'Nullable(Int64)',
  decimal: 'Nullable(Decimal(18, 4))',
  'yes-no': 'Nullable(Bool)',
}

/** The store writes it; rows go there as the text that it reads. */
async function parquetOf(store: Store, columns: readonly ColumnName[], rows: readonly Row[]): Promise<Buffer> {
  const types = columns.map((column) => `${column} ${STORED[COLUMNS[column].type]}`).join(', ')
  const unwanted: Row = {}
  const lines = [...rows, unwanted].map((row) => columns.map((column) => storedCell(known(row, column))).join('\t'))
  const params = { types, lines: lines.map((line) => `${line}\n`).join(''), rows: rows.length }
  return Buffer.from(await store.parquet(TABLE_FROM_TEXT, params))
}

const storedCell = (cell: string | number | boolean | null): string =>
  cell === null ? '\\N' : String(cell).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
