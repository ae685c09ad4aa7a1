// `housecount selftest`: does this house count as the standard has it? In a directory of its own, through the real log,
// fold and editions.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { House } from '../app.ts'
import { type ChartSpec, parseChartSpec } from '../charts/spec.ts'
import { AUDIT, AUDIT_OVER, AUDIT_SITES, auditCounting, auditEvents, LATER } from '../demo/counter-audit.ts'
import { FIRST_LIST } from '../domain/counting.ts'
import { type Region, WORLD } from '../domain/region.ts'
import { findEdition } from '../publish/editions.ts'
import { group } from './command.ts'
import { notice, print, printJson } from './output.ts'

const KINDS = ['total', 'unique'] as const

export const selftestCommand = (): Command =>
  group('selftest', 'count what a standard says must come out, and compare', ['selftest counter']).addCommand(
    new Command('counter')
      .description("COUNTER's seeded audit of double clicks: 45 total, 30 unique; exit code 1 if it is anything else")
      .option('--json', 'print the answer as JSON')
      .action(async ({ json }: { readonly json?: boolean }) => {
        const { total, unique, later } = await counterAudit()
        const ok = total === AUDIT.total && unique === AUDIT.unique && later === AUDIT.total
        if (!ok) process.exitCode = 1
        if (json) printJson({ ok, total, unique, expected: { total: AUDIT.total, unique: AUDIT.unique } })
        else print(`${total} total, ${unique} unique`)
      }),
  )

/** Counts the audit's clicks; `later` are those of the total that come from where the later clicks came from. */
async function counterAudit(): Promise<{ total: number; unique: number; later: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'housecount-selftest-'))
  const house = await House.open({ directory: join(directory, 'data'), now: () => AUDIT_OVER, notice })
  try {
    await house.declareCounting(KINDS.map((kind) => auditCounting(kind, FIRST_LIST)))
    await house.declareCharts(KINDS.map(chartOf))
    await house.append(KINDS.flatMap((kind) => auditEvents(AUDIT_SITES[kind])))
    await house.catchUp('the audit')
    const viewsOf = (kind: (typeof KINDS)[number], region: Region) => publishedViews(house, chartOf(kind), region)
    const [total, unique] = [await viewsOf('total', WORLD), await viewsOf('unique', WORLD)]
    return { total, unique, later: await viewsOf('total', LATER as Region) }
  } finally {
    await house.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function publishedViews(house: House, spec: ChartSpec, region: Region): Promise<number> {
  const edition = await findEdition(house, spec, region, 'latest')
  return edition.ok ? edition.value.rows.reduce((sum, { views = 0 }) => sum + views, 0) : 0
}

function chartOf(kind: (typeof KINDS)[number]): ChartSpec {
  const spec = parseChartSpec({
    id: `audit-${kind}`,
    title: `Item requests, ${kind}`,
    site: AUDIT_SITES[kind],
    window: { kind: 'day', timeZone: 'UTC' },
    filter: { kinds: ['article'] },
    methods: [{ version: 1, measure: 'views', formula: 'counted' }],
  })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  return spec.value
}
