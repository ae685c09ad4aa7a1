// `housecount import`: events, items, and Netflix's published files.
import { statSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import type { House } from '../app.ts'
import { type Imported, importLines, type LineForm } from '../collect/import-lines.ts'
import { mustBeFile } from '../collect/import-record.ts'
import { openKeys } from '../collect/keys.ts'
import { importNetflix } from '../collect/netflix-top10/import.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { parseReason, REASON_ALLOWED } from '../domain/reason.ts'
import { command, group, siteOf } from './command.ts'
import { bar, n, notice, print, printJson } from './output.ts'
import { type CommonFlags, catchUp, misuse, withHouse } from './with-house.ts'

export const importCommand = (): Command => {
  const root = group('import', 'bring in events, catalogue items, or published charts', [
    'import events views.ndjson watches.ndjson.gz',
    'zcat log.gz | housecount import events -',
    'import items catalogue.ndjson',
    'import netflix-top10 all-weeks-global.tsv',
  ])
  root.addCommand(lines('events', 'import events, one JSON object a line; .gz too, - for standard input'))
  root.addCommand(lines('items', 'import catalogue entries, one JSON object a line'))
  root.addCommand(
    command('netflix-top10', "import Netflix's published files: global, countries, most popular; .tsv or .xlsx", [
      'import netflix-top10 all-weeks-countries.tsv',
    ])
      .argument('<file...>', 'files as Netflix publishes them')
      .action((files: string[], flags: CommonFlags) => run(files, flags, netflix)),
  )
  return root
}

interface LineFlags extends CommonFlags {
  readonly site: SiteId
  readonly reason?: string
}

function lines(form: LineForm, description: string): Command {
  return command(form, description, [
    `import ${form} FILE...`,
    `import ${form} FILE --reason "late files from the Berlin collector"`,
  ])
    .argument('<file...>', 'files, or - for standard input')
    .option('--site <site>', 'the site they belong to', siteOf, DEFAULT_SITE)
    .option(
      '--reason <text>',
      'why final editions may change; published with each (default: "import of FILE")',
      reasonOf,
    )
    .action((files: string[], flags: LineFlags) =>
      run(files, flags, async (house, path) => {
        const { pepper } = await openKeys(house.directory)
        const size = path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
        const drawn = bar('reading', size)
        try {
          const sender = { site: flags.site, trusted: true, pepper }
          return await importLines(house, path, form, sender, { reason: flags.reason, onRead: drawn.add })
        } finally {
          drawn.stop()
        }
      }),
    )
}

function reasonOf(value: string): string {
  const reason = parseReason('reason', value)
  if (reason.ok) return reason.value
  throw new InvalidArgumentError(REASON_ALLOWED)
}

async function netflix(house: House, path: string): Promise<Imported> {
  const imported = await importNetflix(house, path)
  if (!imported.ok) throw misuse(imported.problems.map((p) => ({ ...p, field: `${path}: ${p.field}` })))
  return imported.value
}

async function run(
  files: readonly string[],
  flags: CommonFlags & Pick<LineFlags, 'reason'>,
  one: (house: House, path: string) => Promise<Imported>,
): Promise<void> {
  for (const file of files) if (file !== '-') await mustBeFile(file)
  const results: (Imported & { file: string })[] = []
  const bring = async (house: House) => {
    for (const file of files) {
      const imported = await one(house, file)
      results.push({ file, ...imported })
      tell(file, imported, flags)
      // What this file brought must be known before the next one is read.
      await catchUp(house, flags.reason ?? `import of ${file === '-' ? 'standard input' : file}`)
    }
  }
  try {
    await withHouse(flags, bring, { begins: true })
  } finally {
    // Whatever happened to a later file, the earlier ones are in.
    if (flags.json) printJson(results)
  }
}

/** A file of which nothing at all could be brought in answers the command with no. */
function tell(file: string, { stored, rejected, rejectedFile, firstRejected, skipped }: Imported, flags: CommonFlags) {
  if (rejected > 0) notice(`${file}: ${n(rejected)} rejected, each with its reason in ${rejectedFile}`)
  if (firstRejected) notice(`${file}: ${firstRejected}`)
  if (rejected > 0 && stored + skipped === 0) process.exitCode = 1
  const before = skipped > 0 ? `, ${n(skipped)} were imported before` : ''
  if (!flags.json) print(`${file}: ${n(stored)} stored, ${n(rejected)} rejected${before}`)
}
