// @ts-check
// The process that holds the embedded ClickHouse: native code that may crash, and then takes nothing with it but
// itself. It knows no table and no rule: statements come in over IPC, results go back. Started by embedded.ts alone.
import { setPriority } from 'node:os'
import { Session } from 'chdb'

const [, , directory] = process.argv
if (!directory || !process.send) {
  process.stderr.write('engine-process is started by housecount itself\n')
  process.exit(2)
}

// Collecting comes first: what the engine does can wait a moment, a sender should not.
setPriority(10)

/** @type {Session} */
let session
try {
  session = new Session(directory)
  await session.queryAsync('CREATE DATABASE IF NOT EXISTS housecount')
  await session.queryAsync('USE housecount')
  // A block is inserted whole and at once: one part, so all or nothing; or one part for each month, however many.
  await session.queryAsync(
    'SET async_insert = 0, max_insert_block_size = 100000000, min_insert_block_size_rows = 100000000, min_insert_block_size_bytes = 0, max_partitions_per_insert_block = 0, output_format_json_quote_64bit_integers = 1, use_query_cache = 0',
  )
  process.send({ id: 0 })
} catch (error) {
  // The engine has written why to standard error; the parent reads it when this process has ended.
  process.stderr.write(messageOf(error))
  process.exit(3)
}

/** Statements under way. */
let running = 0

process.on(
  'message',
  async (/** @type {{ id: number, sql: string, params: object, format: string, beat?: true }} */ ask) => {
    // Heard, and nothing more: id -1 is nobody's.
    if (ask.beat) return process.send?.({ id: -1 })
    running++
    try {
      const result = await session.queryBindAsync(ask.sql, ask.params, { format: ask.format })
      const bytes = result.bytes()
      process.send?.({ id: ask.id, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
    } catch (error) {
      process.send?.({ id: ask.id, error: messageOf(error) })
    } finally {
      running--
    }
  },
)

// Ctrl-C in a terminal reaches both processes; the parent says when this one should end.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

// The parent is gone, however it ended: so is the reason to be. An exit would wait for the statements under way, and
// hold the directory as long; what they leave unfinished is told and done again.
process.on('disconnect', () => {
  if (running > 0) process.kill(process.pid, 'SIGKILL')
  session.close()
  process.exit(0)
})

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}
