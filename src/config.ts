// The one file that reads the environment and the configuration file. Flags come first, then the environment, then
// housecount.config.ts, then the defaults.
import { z } from 'zod'
import { type ChartSpec, type ChartSpecInput, parseChartSpec } from './charts/spec.ts'
import { type Counting, type CountingInput, parseCounting } from './domain/counting.ts'
import { parseSite, SITE_ALLOWED, type SiteId } from './domain/event.ts'
import { Failure, sentence } from './domain/problem.ts'
import { parseWith } from './domain/schema.ts'
import type { ToldSetting } from './publish/desk/settings.ts'
import { type ListSpec, type ListSpecInput, listsWith, parseListSpec } from './publish/list-spec.ts'
import { DEFAULT_REACTION_RULE, type ReactionRule } from './publish/reaction-rule.ts'
import { NEWS, type Webhook } from './publish/webhooks/hook.ts'
import { toldSettings } from './told-settings.ts'

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
  /** A file with user agents of robots beyond the usual: a regular expression a line, as in COUNTER's list. */
  readonly robots?: string
  /** A file with networks of data centres: a range and its name a line, such as `203.0.113.0/24 some-cloud`. */
  readonly networks?: string
  /** The memory that the collecting process may take, in MiB; near it, senders are asked to come later. Default: 1024. */
  readonly memoryMaxMib?: number
  /** Where to tell of new editions, restatements and milestones; left out, `on` is all of them. */
  readonly webhooks?: readonly (Omit<Webhook, 'on'> & Partial<Pick<Webhook, 'on'>>)[]
  readonly charts?: readonly ChartSpecInput[]
  /** How ratings and votes are shown, by site: `{ main: { ratingFloor: 10 } }`. What is left out has its default. */
  readonly reactions?: Readonly<Record<string, Partial<ReactionRule>>>
  /** How each site counts, by site: `{ main: { views: { rule: 'refresh-proof' } } }`. Default: plain, by the first list. */
  readonly counting?: Readonly<Record<string, Omit<CountingInput, 'site'>>>
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
  readonly robots: string | undefined
  readonly networks: string | undefined
  readonly memoryMaxMib: number
  readonly webhooks: readonly Webhook[]
  readonly charts: readonly ChartSpec[]
  readonly reactions: ReadonlyMap<SiteId, ReactionRule>
  readonly counting: readonly Counting[]
  /** Those that every house has among them. */
  readonly lists: readonly ListSpec[]
  /** All of these in words, each with what sets it. */
  readonly told: readonly ToldSetting[]
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
  const settings = {
    data: flags.data ?? env.HOUSECOUNT_DATA ?? config.data ?? './data',
    host: flags.host ?? env.HOUSECOUNT_HOST ?? config.host ?? '127.0.0.1',
    port,
    clickhouseUrl: env.HOUSECOUNT_CLICKHOUSE_URL ?? config.clickhouseUrl,
    mirror: flags.mirror ?? (env.HOUSECOUNT_MIRROR || config.mirror),
    countryHeader: config.countryHeader,
    proxies: config.proxies ?? 0,
    robots: config.robots,
    networks: config.networks,
    memoryMaxMib: config.memoryMaxMib ?? 1024,
    webhooks: (config.webhooks ?? []).map((hook) => ({ on: NEWS, ...hook })),
    charts: (config.charts ?? []).map(chartOf),
    reactions: new Map(
      Object.entries(config.reactions ?? {}).map(([site, rule]) => [
        site as SiteId,
        { ...DEFAULT_REACTION_RULE, ...rule },
      ]),
    ),
    counting: Object.entries(config.counting ?? {}).map(([site, input]) => countingOf(site, input)),
    lists: listsWith((config.lists ?? []).map(listOf)),
  }
  return { ...settings, told: toldSettings(settings, { flags: { ...flags }, env, config: { ...config } }) }
}

const PORT_ALLOWED = 'a whole number from 0 to 65535'
const MEMORY_ALLOWED = 'a whole number of MiB, from 256'
const FLOOR_ALLOWED = 'a whole number of votes, from 1'
const M_ALLOWED = 'a whole number of votes, from 0 to 1000000'
const C_ALLOWED = '"site", or stars from 1 to 5 with at most two decimals'

const floor = z.int({ error: FLOOR_ALLOWED }).min(1, FLOOR_ALLOWED).optional()
const hasTwoDecimals = (stars: number): boolean => Number(stars.toFixed(2)) === stars
const reactionRule = z.strictObject(
  {
    ratingFloor: floor,
    helpfulFloor: floor,
    needsView: z.boolean({ error: 'true or false' }).optional(),
    shrink: z
      .strictObject(
        {
          m: z.int({ error: M_ALLOWED }).min(0, M_ALLOWED).max(1_000_000, M_ALLOWED),
          C: z.union([z.literal('site'), z.number().min(1).max(5).refine(hasTwoDecimals)], { error: C_ALLOWED }),
        },
        { error: 'an object with m and C' },
      )
      .optional(),
  },
  { error: 'an object with ratingFloor, helpfulFloor, needsView and shrink, or some of them' },
)
const siteName = z.string().refine((site) => parseSite('site', site).ok, { error: `a site: ${SITE_ALLOWED}` })
const SECRET_ALLOWED = 'at least 16 characters'
const text = (allowed: string) => z.string({ error: allowed }).min(1, allowed)

const HOOK_ALLOWED = 'an object with url, secret and, if not all, on'
const webhookSchema = z.strictObject(
  {
    url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
    secret: z.string({ error: SECRET_ALLOWED }).min(16, SECRET_ALLOWED),
    on: z
      .array(z.enum(NEWS, { error: `of ${NEWS.join(', ')}` }))
      .min(1, 'one at least')
      .optional(),
  },
  { error: HOOK_ALLOWED },
)

/** Charts and lists are read one by one, so that a problem can name its own. docs/reference/config.md is made from it. */
export const configSchema = z.strictObject(
  {
    data: text('a path').optional(),
    host: text('an address to listen on').optional(),
    port: z.number({ error: PORT_ALLOWED }).int(PORT_ALLOWED).min(0, PORT_ALLOWED).max(65_535, PORT_ALLOWED).optional(),
    clickhouseUrl: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
    mirror: text('a path').optional(),
    countryHeader: text('the name of a header').optional(),
    proxies: z.int({ error: 'how many proxies, from 0' }).min(0, 'how many proxies, from 0').optional(),
    robots: text('a path').optional(),
    networks: text('a path').optional(),
    memoryMaxMib: z.int({ error: MEMORY_ALLOWED }).min(256, MEMORY_ALLOWED).optional(),
    webhooks: z.array(webhookSchema, { error: 'a list of webhooks' }).optional(),
    charts: z.array(z.unknown(), { error: 'a list of charts' }).optional(),
    reactions: z.record(siteName, reactionRule, { error: 'an object with a rule for each site' }).optional(),
    counting: z.record(z.string(), z.looseObject({}), { error: 'how each site counts, by site' }).optional(),
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

function countingOf(site: string, input: Omit<CountingInput, 'site'>): Counting {
  const counting = parseCounting({ ...input, site })
  if (counting.ok) return counting.value
  throw new Failure('config', `counting ${site}: ${counting.problems.map(sentence).join('; ')}`)
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
