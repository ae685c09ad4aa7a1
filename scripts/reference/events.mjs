// docs/reference/events.md: what an event and a catalogue entry may hold, from the schemas that check them.
import { readFileSync } from 'node:fs'
import { eventSchema } from '../../dist/domain/event.js'
import { itemSchema } from '../../dist/domain/item.js'
import { allowed, fieldsTable, unwrapped } from './fields.mjs'
import { code, fenced, MADE, page, table } from './markdown.mjs'

const sourceOf = (path) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')

/** What kinds that no table of fields explains are for. */
const KINDS = {
  view: 'one start, or one view of a page',
  watch: 'time that was watched',
  sale: 'units that were sold',
  open: 'a question or section that was opened',
  share: 'one share',
  like: 'register: liked or not',
  follow: 'register: followed or not',
  rate: 'register: stars, or taken back',
  helpful: 'register: helpful or not, or taken back',
  charted: 'a rank that somebody else has published; trusted senders alone',
  item: 'an entry of the catalogue; trusted senders alone',
}

export function eventsText() {
  const forms = eventSchema.def.options
  const shared = sharedBy(forms)
  return page(
    MADE('the schemas that check them'),
    '# Events',
    'One JSON object a line, or a JSON array; sent to [`POST /v1/events`](api.md#post-v1events) or brought in by `housecount import events`.',
    fenced(EXAMPLE, ''),
    '## Kinds',
    table([['kind', 'is', 'has of its own'], ...forms.map((form) => kindRow(form, shared))]),
    '## Fields',
    fieldsTable(
      eventSchema.clone({ ...eventSchema.def, options: forms.filter((form) => !('entry' in form.shape)) }),
      wireSource(),
    ),
    `Who may say what is decided by the key. With the public write key an event has no \`viewer\`, \`subject\`, \`country\` or
\`weight\`, and \`at\` is at most 24 hours behind and 5 minutes ahead; with the secret key of a server all of them are taken.`,
    '## The catalogue',
    'An entry: the body of [`PUT /v1/items/{id}`](api.md#put-v1itemsid), a line of `housecount import items`, and `entry` of an event of kind `item`.',
    fieldsTable(itemSchema, sourceOf('domain/item.ts')),
  )
}

const EXAMPLE =
  '{"id":"019a5b2e-7c1d-7000-8000-5f3a9d2c4b1e","at":"2026-11-16T20:01:02.123Z","kind":"watch","item":"heartstopper-s1","country":"GB","ms":1800000}'

/** What a sender writes, and not the log. */
function wireSource() {
  const source = sourceOf('domain/event.ts')
  return source.slice(source.indexOf('const common'), source.indexOf('export interface Claim'))
}

/** The names of fields that more than two kinds have. */
function sharedBy(forms) {
  const names = forms.flatMap(({ shape }) => Object.keys(shape))
  return new Set(names.filter((name) => names.filter((each) => each === name).length > 2))
}

function kindRow({ shape }, shared) {
  const [kind] = shape.kind.def.values
  if (!KINDS[kind]) throw new Error(`the kind ${kind} is explained nowhere`)
  const own = Object.keys(shape).filter((name) => !shared.has(name))
  return [
    code(kind),
    KINDS[kind],
    own
      .map((name) =>
        name === 'entry' ? '`entry`: the entry' : `${code(name)}: ${allowed(unwrapped(shape[name]).inner)}`,
      )
      .join('; '),
  ]
}
