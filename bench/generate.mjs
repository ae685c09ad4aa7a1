// A seeded audience for the benchmark: events of kind `watch`, as lines of the log, over whole weeks. The same seed and
// number give the same lines. Built as strings, since the generator is not what is measured.
import { eventLine } from '../dist/domain/event-line.js'
import { UNKNOWN_COUNTRY } from '../dist/domain/region.js'

export const WEEKS = 13
/** A Monday. */
export const FROM = Date.UTC(2026, 0, 5)
const WEEK_MS = 7 * 86_400_000
const ITEMS = 2000
const DUPLICATES = 0.001

/** The 94 countries that have an audience, those with the largest first. */
export const COUNTRIES =
  'US IN BR GB MX FR DE JP ID PH ES IT KR CA TR AR TH CO PL AU NG SA ZA EG VN MY NL CL PE UA TW BE SE PT RO GR CZ AT CH HU IL AE DK FI NO IE NZ SG HK KE MA EC GT DO CR PA UY PY BO HN SV NI VE JM TT BS MU RE GP MQ NC IS LU MT CY EE LV LT SI SK HR RS BG QA KW BH OM JO LB LK BD PK MV GE'.split(
    ' ',
  )

/** The catalogue: half films, half seasons, each with a running time. */
export const CATALOGUE = Array.from({ length: ITEMS }, (_, i) => ({
  id: `${i % 2 === 0 ? 'film' : 'season'}-${String(i).padStart(4, '0')}`,
  kind: i % 2 === 0 ? 'film' : 'season',
  title: `Title ${i}`,
  runtimeMs: 60_000 * (i % 2 === 0 ? 80 + ((i * 7) % 70) : 240 + ((i * 13) % 400)),
}))

/** The catalogue as lines of the log. */
export const catalogueLines = () =>
  CATALOGUE.map((item, i) =>
    eventLine({
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      at: FROM,
      receivedAt: FROM,
      site: 'main',
      kind: 'item',
      item: item.id,
      country: UNKNOWN_COUNTRY,
      viewer: '0',
      value: 1,
      weight: 1,
      subject: '',
      body: JSON.stringify(item),
    }),
  )

const HEX4 = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'))

/** Gives `count` lines in order of time, in batches. */
export function* watchLines(count, batch, seed = 1) {
  const random = mulberry32(seed)
  const items = zipfTable(ITEMS, 0.9, random)
  const countries = zipfTable(COUNTRIES.length, 1, () => 0)
  const viewers = Math.ceil(count / 20)
  let lines = []
  for (let made = 0; made < count; made++) {
    const repeated = random() < DUPLICATES && lines.length > 100
    lines.push(repeated ? lines[Math.floor(random() * lines.length)] : line(made))
    if (lines.length < batch) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines

  function line(n) {
    const at = FROM + Math.floor((n / count) * WEEKS * WEEK_MS)
    const high = Math.floor(at / 2 ** 32)
    const r = (random() * 2 ** 32) >>> 0
    const id = `${HEX4[high]}${HEX4[(at >>> 16) & 0xffff]}-${HEX4[at & 0xffff]}-7${HEX4[r >>> 16].slice(1)}-8${HEX4[r & 0xffff].slice(1)}-${HEX4[(n >>> 16) & 0xffff]}${HEX4[n & 0xffff]}${HEX4[r >>> 16]}`
    const item = CATALOGUE[items[(random() * 65_536) | 0]].id
    const country = COUNTRIES[countries[(random() * 65_536) | 0]]
    const viewer = 1 + Math.floor(random() * viewers) * 2_654_435_761
    const ms = 60_000 + Math.floor(random() * 7_000_000)
    return `${id}\t${at}\t${at}\tmain\twatch\t${item}\t${country}\t${viewer}\t${ms}\t1\t\t`
  }
}

/** 65,536 draws from a Zipf-like distribution: the n-th most popular is about n^-s as likely as the first. */
function zipfTable(length, s, random) {
  const order = Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = i - Math.floor(random() * i)
    ;[order[i], order[j]] = [order[j], order[i]]
  }
  const weights = order.map((_, i) => (i + 1) ** -s)
  const sum = weights.reduce((a, b) => a + b, 0)
  const table = new Uint16Array(65_536)
  let at = 0
  let share = 0
  weights.forEach((weight, i) => {
    share += weight / sum
    for (const end = Math.round(share * 65_536); at < end; at++) table[at] = order[i]
  })
  return table
}

function mulberry32(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
