// The settings in words, for the operator's desk: what is set, and by what. Passwords, secrets and the paths of webhooks,
// which often are secrets, are left out.
import type { Settings } from './config.ts'
import { countingWords } from './domain/counting.ts'
import type { ToldSetting } from './publish/desk/settings.ts'

/** What a flag or the environment may set beside the configuration file. */
const ELSEWHERE = {
  data: { flag: '--data', variable: 'HOUSECOUNT_DATA' },
  host: { flag: '--host', variable: 'HOUSECOUNT_HOST' },
  port: { flag: '--port', variable: 'HOUSECOUNT_PORT' },
  mirror: { flag: '--mirror', variable: 'HOUSECOUNT_MIRROR' },
  clickhouseUrl: { flag: undefined, variable: 'HOUSECOUNT_CLICKHOUSE_URL' },
} as const

export interface Sources {
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly config: Readonly<Record<string, unknown>>
}

export function toldSettings(
  settings: Omit<Settings, 'told'>,
  { flags, env, config }: Sources,
): readonly ToldSetting[] {
  const fromOf = (name: string): string => {
    const elsewhere = name in ELSEWHERE ? ELSEWHERE[name as keyof typeof ELSEWHERE] : undefined
    if (elsewhere?.flag && flags[name] !== undefined) return elsewhere.flag
    if (elsewhere && env[elsewhere.variable]) return elsewhere.variable
    return config[name] === undefined ? 'default' : 'housecount.config'
  }
  return Object.entries(WORDS).map(([name, { means, value }]) => ({
    name,
    means,
    value: value(settings) ?? '',
    from: fromOf(name),
  }))
}

interface Words {
  readonly means: string
  readonly value: (settings: Omit<Settings, 'told'>) => string | undefined
}

const listed = (names: readonly string[]): string => names.join(', ')

const WORDS: Readonly<Record<Exclude<keyof Settings, 'told'>, Words>> = {
  data: { means: 'the data directory', value: ({ data }) => data },
  mirror: { means: 'where sealed segments of the log are copied to', value: ({ mirror }) => mirror },
  clickhouseUrl: {
    means: 'the ClickHouse server that is the store; without one it is embedded',
    value: ({ clickhouseUrl }) => clickhouseUrl && withoutPassword(clickhouseUrl),
  },
  host: { means: 'the address that is listened on', value: ({ host }) => host },
  port: { means: 'the port that is listened on; with 0 a free one', value: ({ port }) => String(port) },
  proxies: { means: 'proxies of yours in front', value: ({ proxies }) => String(proxies) },
  countryHeader: {
    means: 'the header in which a proxy names the country',
    value: ({ countryHeader }) => countryHeader,
  },
  robots: { means: 'a file with user agents of robots', value: ({ robots }) => robots },
  networks: { means: 'a file with networks of data centres', value: ({ networks }) => networks },
  memoryMaxMib: {
    means: 'memory of the collecting process, in MiB',
    value: ({ memoryMaxMib }) => String(memoryMaxMib),
  },
  charts: { means: 'charts; those of the log stand too', value: ({ charts }) => listed(charts.map(({ id }) => id)) },
  lists: { means: 'lists', value: ({ lists }) => listed(lists.map(({ id }) => id)) },
  counting: {
    means: 'how sites count; what the file leaves out stays as the log has it',
    value: ({ counting }) => counting.map((each) => `${each.site}: ${countingWords(each)}`).join('. '),
  },
  reactions: {
    means: 'sites with rules of their own for ratings and votes',
    value: ({ reactions }) => listed([...reactions.keys()]),
  },
  webhooks: {
    means: 'where is told of editions, restatements and milestones',
    value: ({ webhooks }) => listed(webhooks.map(({ url, on }) => `${new URL(url).origin} (${on.join(', ')})`)),
  },
}

function withoutPassword(text: string): string {
  const url = new URL(text)
  if (url.password) url.password = '…'
  return decodeURI(url.href)
}
