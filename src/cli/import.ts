// `housecount import`: events, items, and Netflix's published files.
import { statSync } from 'node:fs'
import type { Command } from 'commander'
import type { House } from '../app.ts'
import { type Imported, importLines, type LineForm } from '../collect/import-lines.ts'
import { openKeys } from '../collect/keys.ts'
import { importNetflix } from '../collect/netflix-top10/import.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { command, group } from './command.ts'
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
  readonly site?: string
}

function lines(form: LineForm, description: string): Command {
  return command(form, description, [`import ${form} FILE...`])
    .argument('<file...>', 'files, or - for standard input')
    .option('--site <site>', 'the site they belong to', DEFAULT_SITE)
    .action((files: string[], flags: LineFlags) =>
      run(files, flags, async (house, path) => {
        const { pepper } = await openKeys(house.directory)
        const size = path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
        const drawn = bar('reading', size)
        try {
          const sender = { site: (flags.site ?? DEFAULT_SITE) as SiteId, trusted: true, pepper }
          return await importLines(house, path, form, sender, drawn.add)
        } finally {
          drawn.stop()
        }
      }),
    )
}

async function netflix(house: House, path: string): Promise<Imported> {
  const imported = await importNetflix(house, path)
  if (!imported.ok) throw misuse(imported.problems.map((p) => ({ ...p, field: `${path}: ${p.field}` })))
  return imported.value
}

async function run(
  files: readonly string[],
  flags: CommonFlags,
  one: (house: House, path: string) => Promise<Imported>,
): Promise<void> {
  await withHouse(flags, async (house) => {
    const results: (Imported & { file: string })[] = []
    for (const file of files) {
      const imported = await one(house, file)
      results.push({ file, ...imported })
      if (imported.rejected > 0)
        notice(`${file}: ${n(imported.rejected)} rejected; each with its reason in ${imported.rejectedFile}`)
      // What this file brought must be known before the next one is read.
      await catchUp(house, `import of ${file}`)
    }
    if (flags.json) return printJson(results)
    for (const { file, stored, rejected, skipped } of results)
      print(
        `${file}: ${n(stored)} stored, ${n(rejected)} rejected${skipped > 0 ? `, ${n(skipped)} were imported before` : ''}`,
      )
  })
}
