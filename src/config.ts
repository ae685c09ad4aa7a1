// The one file that reads the environment and the configuration file. Flags come first, then the environment, then
// housecount.config.ts, then the defaults.
import { z } from 'zod'
import { type ChartSpec, type ChartSpecInput, parseChartSpec } from './charts/spec.ts'
import { Failure, sentence } from './domain/problem.ts'
import { parseWith } from './domain/schema.ts'
import { type ListSpec, type ListSpecInput, listsWith, parseListSpec } from './publish/list-spec.ts'

/** What housecount.config.ts may hold. */
export interface HousecountConfig {
  /** The data directory. Default: `./data`. */
  readonly data?: string
  /** Default: 127.0.0.1. */
  readonly host?: string
  /** Default: 4000. */
  readonly port?: number
  /** A ClickHouse server instead of the embedded one: `http://user:password@host:8123/database`. */
  readonly clickhouseUrl?: string
  /** A second directory, best on another disk, that gets a copy of every sealed segment of the log. */
  readonly mirror?: string
  /** The header in which a proxy of yours names the visitor's country, such as `cf-ipcountry`. */
  readonly countryHeader?: string
  /** How many proxies of yours stand in front; 0 takes the address of the socket. */
  readonly proxies?: number
  /** The memory that the collecting process may take, in MiB; near it, senders are asked to come later. Default: 1024. */
  readonly memoryMaxMib?: number
  readonly charts?: readonly ChartSpecInput[]
  /** Lists beside those that every house has, or in the place of one of them. */
  readonly lists?: readonly ListSpecInput[]
}

export interface Settings {
  readonly data: string
  readonly host: string
  readonly port: number
  readonly clickhouseUrl: string | undefined
  readonly mirror: string | undefined
  readonly countryHeader: string | undefined
  readonly proxies: number
  readonly memoryMaxMib: number
  readonly charts: readonly ChartSpec[]
  /** Those that every house has among them. */
  readonly lists: readonly ListSpec[]
}

/** For housecount.config.ts: checks the types while you write. */
export const defineConfig = (config: HousecountConfig): HousecountConfig => config

export interface Flags {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly mirror?: string | undefined
}

export async function readSettings(flags: Flags, cwd = process.cwd()): Promise<Settings> {
  const config = await readConfig(cwd)
  const env = process.env
  const port = flags.port ?? numberOf('HOUSECOUNT_PORT', env.HOUSECOUNT_PORT) ?? config.port ?? 4000
  return {
    data: flags.data ?? env.HOUSECOUNT_DATA ?? config.data ?? './data',
    host: flags.host ?? env.HOUSECOUNT_HOST ?? config.host ?? '127.0.0.1',
    port,
    clickhouseUrl: env.HOUSECOUNT_CLICKHOUSE_URL ?? config.clickhouseUrl,
    mirror: flags.mirror ?? (env.HOUSECOUNT_MIRROR || config.mirror),
    countryHeader: config.countryHeader,
    proxies: config.proxies ?? 0,
    memoryMaxMib: config.memoryMaxMib ?? 1024,
    charts: (config.charts ?? []).map(chartOf),
    lists: listsWith((config.lists ?? []).map(listOf)),
  }
}

const PORT_ALLOWED = 'a whole number from 0 to 65535'
const MEMORY_ALLOWED = 'a whole number of MiB, from 256'
const text = (allowed: string) => z.string({ error: allowed }).min(1, allowed)

/** Charts and lists are read one by one, so that a problem can name its own. */
const configSchema = z.strictObject(
  {
    data: text('a path').optional(),
    host: text('an address to listen on').optional(),
    port: z.number({ error: PORT_ALLOWED }).int(PORT_ALLOWED).min(0, PORT_ALLOWED).max(65_535, PORT_ALLOWED).optional(),
    clickhouseUrl: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
    mirror: text('a path').optional(),
    countryHeader: text('the name of a header').optional(),
    proxies: z.int({ error: 'how many proxies, from 0' }).min(0, 'how many proxies, from 0').optional(),
    memoryMaxMib: z.int({ error: MEMORY_ALLOWED }).min(256, MEMORY_ALLOWED).optional(),
    charts: z.array(z.unknown(), { error: 'a list of charts' }).optional(),
    lists: z.array(z.unknown(), { error: 'a list of lists' }).optional(),
  },
  { error: 'an object: `export default { … }`' },
)

async function readConfig(cwd: string): Promise<HousecountConfig> {
  const { loadConfig } = await import('c12')
  const { config } = await loadConfig<HousecountConfig>({
    name: 'housecount',
    cwd,
    rcFile: false,
    globalRc: false,
  }).catch((error) => {
    throw new Failure('config', `housecount.config can't be read: ${error.message.trim()}`, { cause: error })
  })
  const checked = parseWith(configSchema, config)
  if (checked.ok) return config
  throw new Failure('config', `housecount.config: ${checked.problems.map(sentence).join('; ')}`)
}

function chartOf(input: ChartSpecInput): ChartSpec {
  const spec = parseChartSpec(input)
  if (spec.ok) return spec.value
  throw new Failure('config', `chart ${input?.id ?? '(without id)'}: ${spec.problems.map(sentence).join('; ')}`)
}

function listOf(input: ListSpecInput): ListSpec {
  const spec = parseListSpec(input)
  if (spec.ok) return spec.value
  throw new Failure('config', `list ${input?.id ?? '(without id)'}: ${spec.problems.map(sentence).join('; ')}`)
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new Failure('config', `${name}: ${text} is not allowed; ${PORT_ALLOWED}`)
}
