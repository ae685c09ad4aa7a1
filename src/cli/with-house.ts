// Opening a house for one command, and closing it whatever happens.
import { type CaughtUp, House, type HouseOptions, LATE_REASON } from '../app.ts'
import type { ChartSpec } from '../charts/spec.ts'
import { readSettings, type Settings } from '../config.ts'
import { mustBeOurs } from '../data-directory.ts'
import { Failure, type FailureCode, type Problem, sentence } from '../domain/problem.ts'
import { type CalendarDate, parseCalendarDate } from '../domain/time.ts'
import { parseChart } from '../publish/archive.ts'
import { notice, progressLine } from './output.ts'

/** Flags that every command takes. */
export interface CommonFlags {
  readonly data?: string
  readonly json?: boolean
}

/** Answered "no": the command ran, and what was asked for is not there. Exit code 1. */
export class NotFound extends Error {}

/** Used wrongly. Exit code 2. */
export class Misuse extends Error {}

export const misuse = (problems: readonly Problem[]): Misuse => new Misuse(problems.map(sentence).join('\n'))

/** The data directory of a command that opens no house; it must hold data of ours. */
export async function directoryOf(flags: CommonFlags): Promise<string> {
  const { data } = await readSettings({ data: flags.data })
  await mustBeOurs(data)
  return data
}

export interface Opening {
  /** Why final editions may change while catching up. */
  readonly reason?: string
  /** Whether the command may begin a data directory where there is none; to ask one that is not there is a mistake. */
  readonly begins?: boolean
  /** A failure to catch up with which the command is run all the same; it is told. */
  readonly tolerates?: FailureCode
}

/** What of the settings a house is opened by. */
export const openingOf = ({ data, clickhouseUrl, mirror, reactions }: Settings): HouseOptions => ({
  directory: data,
  clickhouseUrl,
  mirror,
  reactions,
})

/** Opens the house of `--data`, runs a command in it, and lets it go. What the log holds is caught up first. */
export async function withHouse<T>(
  flags: CommonFlags,
  use: (house: House, settings: Settings, caughtUp: CaughtUp) => Promise<T>,
  { reason = LATE_REASON, begins = false, tolerates }: Opening = {},
): Promise<T> {
  const settings = await readSettings({ data: flags.data })
  const house = await House.open({ ...openingOf(settings), mustExist: !begins, notice })
  try {
    const caughtUp = await catchUp(house, reason).catch(told(tolerates))
    const declaredCounting = await house.declareCounting(settings.counting)
    const declared = (await house.declareCharts(settings.charts)) || declaredCounting
    return await use(
      house,
      settings,
      declared ? await catchUp(house, 'the chart is counted by another rule').catch(told(tolerates)) : caughtUp,
    )
  } finally {
    await house.close()
  }
}

const NOTHING: CaughtUp = { loaded: 0, folded: 0, publications: [] }

/** Tells of a failure that is tolerated, and goes on; any other is passed on. */
const told =
  (tolerates: FailureCode | undefined) =>
  (error: unknown): CaughtUp => {
    if (!(error instanceof Failure && error.code === tolerates)) throw error
    notice(error.message)
    return NOTHING
  }

/** Catches up with progress on standard error. */
export async function catchUp(house: House, reason: string) {
  const { progress, end } = progressLine()
  try {
    return await house.catchUp(reason, progress)
  } finally {
    end()
  }
}

export function chartNamed(house: House, name: string): ChartSpec {
  const spec = parseChart(house, 'chart', name)
  if (!spec.ok) throw misuse(spec.problems)
  return spec.value
}

/** A window's name; one that is no date is wrong use, while one that no edition has is answered with no. */
export function weekOf(input: string): CalendarDate {
  const date = parseCalendarDate('week', input)
  if (!date.ok) throw misuse(date.problems)
  return date.value
}
