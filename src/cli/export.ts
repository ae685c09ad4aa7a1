// `housecount export`: our charts as the files that another house publishes.
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError } from 'commander'
import type { House } from '../app.ts'
import { mustBeFile } from '../collect/import-record.ts'
import { Failure } from '../domain/problem.ts'
import { type Against, compareFile } from '../publish/netflix-top10/against.ts'
import { fileText, NETFLIX_FILE_NAMES, NETFLIX_FILES, type NetflixFileName } from '../publish/netflix-top10/files.ts'
import { command } from './command.ts'
import { n, print, printJson } from './output.ts'
import { type CommonFlags, misuse, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly out: string
  readonly against?: string
}

export const exportCommand = (): Command =>
  command('export', "write our charts as the files that another house publishes, in that house's own layout", [
    'export netflix-top10 --out files',
    'export netflix-top10 --out files --against all-weeks-global.tsv',
  ])
    .argument('<layout>', 'netflix-top10', layoutOf)
    .requiredOption('--out <dir>', 'where to write them; it is made if it is not there')
    .option('--against <file>', 'a published file to compare ours with, line for line; each exception with its reason')
    .action((_layout: string, flags: Flags) =>
      withHouse(flags, async (house) => {
        if (flags.against !== undefined) await mustBeFile(flags.against)
        const files = []
        for (const name of NETFLIX_FILE_NAMES) files.push(await write(house, name, flags.out))
        const against = flags.against === undefined ? undefined : await compareFile(house, flags.against)
        if (against && !against.ok) throw misuse(against.problems)
        if (flags.json) return printJson({ files, ...(against && { against: against.value }) })
        for (const { path, lines } of files) print(`${path}: ${n(lines)} lines`)
        if (against) print(againstText(against.value))
      }),
    )

function layoutOf(value: string): string {
  if (value === 'netflix-top10') return value
  throw new InvalidArgumentError('netflix-top10 is the only layout so far')
}

/** Written whole, or not at all. */
async function write(house: House, name: NetflixFileName, directory: string) {
  const path = join(directory, name)
  let lines = -1
  async function* counted() {
    for await (const text of fileText(house, NETFLIX_FILES[name])) {
      lines++
      yield text
    }
  }
  try {
    await mkdir(directory, { recursive: true })
    await pipeline(Readable.from(counted()), createWriteStream(`${path}.tmp`))
    await rename(`${path}.tmp`, path)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('disk', `${path} can't be written: ${(error as Error).message}`, { cause: error })
  }
  return { path, lines }
}

function againstText({ lines, equal, sameOrder, more, exceptions }: Against): string {
  const head = `${n(lines)} lines, ${n(equal)} equal${sameOrder ? ' and in the same order' : ', in another order'}, ${n(exceptions.length)} exceptions`
  const listed = exceptions.map(
    ({ line, published, ours, reasons }) =>
      `line ${line}: ${reasons.join('; ')}\n  published  ${published}\n  ours       ${ours ?? 'none'}`,
  )
  return [head, ...(more > 0 ? [`${n(more)} more lines of ours are not in it`] : []), ...listed].join('\n')
}
