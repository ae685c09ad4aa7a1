// `housecount chart`: one edition.
import { type Command, InvalidArgumentError } from 'commander'
import { equation } from '../domain/bucket.ts'
import { parseRegion } from '../domain/region.ts'
import type { EditionAnswer, EditionLine, RevisionAnswer } from '../publish/answers.ts'
import { changeWords, notesOn } from '../publish/change-words.ts'
import { downloadOf } from '../publish/downloads.ts'
import { chartAnswer, findEdition, findRevisions, firstRegion, fullTitle } from '../publish/editions.ts'
import { DOWNLOAD_FORMATS, type DownloadFormat } from '../publish/table.ts'
import { periodOf } from '../web/numbers.ts'
import { command } from './command.ts'
import { n, print, printJson, table } from './output.ts'
import { type CommonFlags, chartNamed, misuse, NotFound, weekOf, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly region?: string
  readonly week: string
  readonly format: 'table' | DownloadFormat
  readonly revision?: string
  readonly revisions?: boolean
}

const FORMATS = ['table', ...DOWNLOAD_FORMATS] as const

export const chartCommand = (): Command =>
  command('chart', 'print an edition of a chart', [
    'chart tv-english --week 2022-05-01',
    'chart films --region GB --format csv',
    'chart tv-english --format xlsx > top10.xlsx',
    'chart tv-english --week 2022-05-01 --revisions',
  ])
    .argument('<chart>', 'the id of a chart')
    .option('--region <region>', '`world` or a country code (default: the world, if the chart has it)')
    .option('--week <date>', 'the last day of the window, or `latest`', 'latest')
    .option('--format <format>', FORMATS.join(', '), formatOf, 'table')
    .option(
      '--revision <number>',
      'an earlier one: 0 is provisional, 1 final, from 2 on restated (default: the latest)',
    )
    .option('--revisions', 'list every revision, with its reason and what it changed')
    .action((name: string, flags: Flags) =>
      withHouse(flags, async (house) => {
        const spec = chartNamed(house, name)
        const region = parseRegion('region', flags.region ?? firstRegion(await chartAnswer(house, spec)) ?? 'world')
        if (!region.ok) throw misuse(region.problems)
        const week = flags.week === 'latest' ? flags.week : weekOf(flags.week)
        if (flags.revisions) {
          const revisions = await findRevisions(house, spec, region.value, week)
          if (!revisions.ok) throw new NotFound(misuse(revisions.problems).message)
          return flags.json ? printJson(revisions.value) : print(revisions.value.map(revisionText).join('\n'))
        }
        const edition = await findEdition(house, spec, region.value, week, flags.revision)
        if (!edition.ok) throw new NotFound(misuse(edition.problems).message)
        const format = flags.json ? 'json' : flags.format
        if (format === 'table') print(editionText(edition.value))
        else process.stdout.write(await downloadOf(house, edition.value, format))
      }),
    )

function formatOf(value: string): string {
  if ((FORMATS as readonly string[]).includes(value)) return value
  throw new InvalidArgumentError(`one of ${FORMATS.join(', ')}`)
}

/** An edition as a person reads it in a terminal. */
export function editionText(edition: EditionAnswer): string {
  const { chart, regionName, window, state, method, digest, books } = edition
  const amounts = (['hours', 'views', 'viewers', 'sales', 'opens'] as const).filter((name) =>
    edition.rows.some((row) => row[name] !== undefined),
  )
  const showsCountries = edition.rows.some((row) => row.countriesCharted !== undefined)
  const columns = [
    { name: '#', align: 'right' as const },
    { name: '' },
    { name: 'title' },
    ...amounts.map((name) => ({ name, align: 'right' as const })),
    { name: 'weeks', align: 'right' as const },
    { name: 'peak', align: 'right' as const },
    ...(showsCountries ? [{ name: 'countries', align: 'right' as const }] : []),
  ]
  const rows = edition.rows.map((row) => [
    String(row.rank),
    movement(row),
    fullTitle(row),
    ...amounts.map((name) => (row[name] === undefined ? '–' : n(row[name]))),
    String(row.weeksOnChart),
    String(row.peakRank),
    ...(showsCountries
      ? [row.countriesCharted === undefined ? '–' : `${row.countriesCharted} of ${edition.measured}`]
      : []),
  ])
  const foot = `${state} · by ${method.measure}, rule ${method.version} · ${equation(books, n)} · ${digest.slice(0, 16)}`
  return `${chart.title} · ${regionName} · ${periodOf(window)} to ${window.name}\n\n${table(columns, rows)}\n\n${foot}${edition.changes ? `\n\n${revisionText(edition)}` : ''}`
}

/** A revision in a line, and below it what it changed. */
function revisionText({ revision, state, reason, changes, digest, publishedAt }: RevisionAnswer): string {
  const head = `${state} ${publishedAt.slice(0, 10)}${reason === null ? '' : `: ${reason}`} · revision ${revision} · ${digest.slice(0, 16)}`
  const lines = (changes?.lines ?? []).map((line) => {
    const { place, title, amounts } = changeWords(line, n)
    return `  ${place}: ${title}${amounts === '' ? '' : ` ${amounts}`}`
  })
  const notes = changes
    ? notesOn(changes).map(({ words, titles }) => `  ${[words, titles.join(', ')].join(' ').trimEnd()}`)
    : []
  return [head, ...lines, ...notes].join('\n')
}

function movement({ entry, rank, previousRank }: EditionLine): string {
  if (entry === 'new') return 'new'
  if (previousRank === null) return 're-entry'
  const change = previousRank - rank
  return change === 0 ? '=' : change > 0 ? `▲ ${change}` : `▼ ${-change}`
}
