// `housecount verify`: count anew by the plain fold, and compare with what is published.
import type { Command } from 'commander'
import type { House } from '../app.ts'
import { type ProvenLog, readForVerification, type Verification, verifyChart } from '../publish/verify.ts'
import { type RegistersVerification, verifyRegisters } from '../publish/verify-registers.ts'
import { command } from './command.ts'
import { n, print, printJson } from './output.ts'
import { type CommonFlags, chartNamed, Misuse, NotFound, weekOf, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly week?: string
  readonly all?: boolean
}

/** Differences told of in a terminal; --json has all. */
const SHOWN_MAX = 10

export const verifyCommand = (): Command =>
  command(
    'verify',
    'count a chart anew, straight from the log, and compare every line; with --all, likes, follows, ratings and votes too; exit code 1 where they differ',
    ['verify tv-english --week 2022-05-01', 'verify tv-english', 'verify --all'],
  )
    .argument('[chart]', 'the id of a chart')
    .option('--week <date>', 'only the window that ends on this day')
    .option('--all', 'every chart, and the registers of every site')
    .action((name: string | undefined, flags: Flags) =>
      withHouse(flags, async (house) => {
        if ((name === undefined) !== Boolean(flags.all)) throw new Misuse('name a chart, or say --all')
        if (flags.week !== undefined) weekOf(flags.week)
        const specs = name === undefined ? house.charts : [chartNamed(house, name)]
        const log = await readForVerification(house.log.directory)
        const verifications: Verification[] = []
        for (const spec of specs) verifications.push(await verifyChart(house, log, spec, flags.week))
        if (flags.week !== undefined && verifications.every(({ compared }) => compared === 0))
          throw new NotFound(`no edition is named ${flags.week}; "housecount chart" tells which there are`)
        const registers = flags.all && flags.week === undefined ? await verifyAllRegisters(house, log) : []
        if ([...verifications, ...registers].some(({ compared, equal }) => equal < compared)) process.exitCode = 1
        if (flags.json) return printJson([...verifications, ...registers])
        for (const { chart, compared, equal, differing } of verifications) {
          print(`${chart}: ${n(equal)} of ${n(compared)} editions are equal by both folds`)
          for (const { region, week, why } of differing.slice(0, SHOWN_MAX)) print(`  ${region} ${week}: ${why}`)
        }
        for (const { site, compared, equal, differing } of registers) {
          print(`registers of ${site}: ${n(equal)} of ${n(compared)} histograms are equal by both folds`)
          for (const { item, register, why } of differing.slice(0, SHOWN_MAX)) print(`  ${item} ${register}: ${why}`)
        }
      }),
    )

async function verifyAllRegisters(house: House, log: ProvenLog): Promise<readonly RegistersVerification[]> {
  const verifications: RegistersVerification[] = []
  for (const [site, events] of log) verifications.push(await verifyRegisters(house, events, site))
  return verifications
}
