// `housecount keys`: who may send. Keys are added and retired beside a server that runs: it looks at their file once a
// second. A secret key is shown in full when it is made, and otherwise where it is asked for.
import { type Command, InvalidArgumentError } from 'commander'
import {
  addKey,
  changeKeys,
  isLive,
  KEY_KINDS,
  type Key,
  type KeyKind,
  type Keys,
  keysNamed,
  openKeys,
  retireKey,
  shownKey,
} from '../collect/keys.ts'
import { DEFAULT_SITE, type SiteId } from '../domain/event.ts'
import { type Parsed, sentence } from '../domain/problem.ts'
import { type Instant, instant, parseInstant } from '../domain/time.ts'
import { command, group, siteOf } from './command.ts'
import { notice, print, printJson, table } from './output.ts'
import { type CommonFlags, directoryOf, Misuse, misuse, NotFound } from './with-house.ts'

export const keysCommand = (): Command => {
  const root = group('keys', 'list, add and retire the keys of sites; a server that runs takes the change', [
    'keys',
    'keys add --kind write --origin https://example.com',
    'keys retire hcs_3fQ7xW9a',
  ])
  root.addCommand(listCommand(), { isDefault: true })
  root.addCommand(addCommand())
  root.addCommand(retireCommand())
  return root
}

interface ListFlags extends CommonFlags {
  readonly reveal?: boolean
}

const listCommand = (): Command =>
  command('list', 'the keys of all sites; of secret keys their beginning (the default)', [
    'keys list',
    'keys --reveal --json',
  ])
    .option('--reveal', 'show secret keys in full')
    .action(async (flags: ListFlags) => {
      const { keys } = await openKeys(await directoryOf(flags))
      const now = instant(Date.now())
      const shown = keys.map((each) => ({ ...each, key: flags.reveal ? each.key : shownKey(each) }))
      if (flags.json)
        return printJson(shown.map((each) => ({ ...each, state: isLive(each, now) ? 'live' : 'retired' })))
      const columns = ['site', 'kind', 'key', 'pages', 'state'].map((name) => ({ name }))
      print(
        table(
          columns,
          shown.map((each) => [each.site, each.kind, each.key, pagesOf(each), stateOf(each, now)]),
        ),
      )
    })

interface AddFlags extends CommonFlags {
  readonly site: SiteId
  readonly kind: KeyKind
  readonly origin: readonly string[]
}

const addCommand = (): Command =>
  command('add', 'add a key; beside the one that is there, so that senders can change over', [
    'keys add --kind secret',
    'keys add --site comics --kind write --origin https://example.com --origin https://www.example.com',
  ])
    .option('--site <site>', 'whose events it lets in; a site is made by its first key', siteOf, DEFAULT_SITE)
    .requiredOption('--kind <kind>', 'write: public, in pages and apps; secret: from server to server', kindOf)
    .option('--origin <origin>', 'of a write key: pages that may send with it; may be said again', together, [])
    .action(async (flags: AddFlags) => {
      const { site, kind, origin } = flags
      const directory = await directoryOf(flags)
      const result = await changeKeys(directory, (keys) => addKey(keys, { site, kind, origins: origin }, now()))
      if (!result.ok) throw misuse(result.problems)
      const { added } = result.value
      if (flags.json) return printJson(added)
      print(`${added.key}\n${kind} key of ${site}${kind === 'write' ? `, for ${pagesOf(added)}` : ''}`)
    })

interface RetireFlags extends CommonFlags {
  readonly at?: Instant
}

const retireCommand = (): Command =>
  command('retire', 'refuse a key from now on, or from a later time', [
    'keys retire hcs_3fQ7xW9a',
    'keys retire hcs_3fQ7xW9a --at 2026-12-01T00:00:00Z',
  ])
    .argument('<key>', 'the key, or its beginning as `housecount keys` shows it')
    .option('--at <time>', 'from when on it is refused (default: now)', timeOf)
    .action(async (text: string, flags: RetireFlags) => {
      const directory = await directoryOf(flags)
      const result = await changeKeys(directory, (keys) => retired(keys, text, flags.at ?? now()))
      if (!result.ok) throw new NotFound(result.problems.map(sentence).join('\n'))
      const { keys, retired: key } = result.value
      const shown = { ...key, key: shownKey(key) }
      if (flags.json) printJson(shown)
      else print(`${shown.key} is refused from ${key.retires} on`)
      if (!isReplaced(keys, key)) notice(`from then on no ${key.kind} key of ${key.site} is left`)
    })

/** The keys without the one that is meant; one that is not clear, or is none, changes nothing. */
function retired(keys: Keys, text: string, at: Instant): Parsed<{ readonly keys: Keys; readonly retired: Key }> {
  const [key, ...others] = keysNamed(keys, text)
  if (!key) throw new NotFound('no such key; "housecount keys" lists them, and what is shown there is enough')
  if (others.length > 0) throw new Misuse(`several keys begin so; name one in full: "housecount keys --reveal"`)
  return retireKey(keys, key.key, at, now())
}

const isReplaced = ({ keys }: Keys, { site, kind, retires }: Key): boolean =>
  keys.some((each) => each.site === site && each.kind === kind && isLive(each, instant(Date.parse(retires ?? ''))))

const now = (): Instant => instant(Date.now())

function pagesOf({ kind, origins }: Key): string {
  if (kind === 'secret') return ''
  return origins.length === 0 ? 'pages of any origin' : origins.join(', ')
}

function stateOf(key: Key, at: Instant): string {
  if (key.retires === undefined) return 'live'
  return isLive(key, at) ? `live until ${key.retires}` : `retired ${key.retires}`
}

function kindOf(value: string): KeyKind {
  const kind = KEY_KINDS.find((each) => each === value)
  if (kind) return kind
  throw new InvalidArgumentError('write or secret')
}

const together = (value: string, before: readonly string[]): readonly string[] => [...before, value]

function timeOf(value: string): Instant {
  const at = parseInstant('at', value)
  if (at.ok) return at.value
  throw new InvalidArgumentError('an RFC 3339 date and time with its zone, such as 2026-12-01T00:00:00Z')
}
