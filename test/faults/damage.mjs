// Torn writes and flipped bits in a log directory: whatever is damaged, opening the log gives everything back, or loses
// what was not answered alone, or refuses and names file and byte. It never gives anything else.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance } from './random.mjs'

/** In memory where there is such a place: what is damaged counts here, not how long a sync takes. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const SECTOR = 512
const SEGMENT_BYTES_MAX = 6000
const EXTENT_BYTES_MAX = 16_384

export async function damage({ root, times, seed }) {
  const { Log } = await import(`${root}/dist/log/append.js`)
  const { readLines } = await import(`${root}/dist/log/read.js`)
  const random = chance(seed)
  const home = mkdtempSync(join(PLACE, 'housecount-damage-'))
  try {
    const made = await make(Log, home)
    const outcomes = { 'recovered exactly': 0, 'lost an unanswered tail': 0, refused: 0 }
    const damaged = {}
    const wrong = []
    for (let trial = 0; trial < times; trial++) {
      const directory = join(home, 'trial')
      rmSync(directory, { recursive: true, force: true })
      const how = random.one(WAYS)
      const what = DAMAGE[how](made, directory, random)
      damaged[how] = (damaged[how] ?? 0) + 1
      const outcome = await open(Log, readLines, directory, what)
      if (outcome in outcomes) outcomes[outcome]++
      else wrong.push(`${what.told}: ${outcome}`)
    }
    const lost = wrong.filter((each) => each.endsWith(LOST)).length
    return {
      acknowledged: made.answered.length,
      damaged,
      ...outcomes,
      lost,
      'counted twice': wrong.length - lost,
      ...(wrong.length > 0 && { failed: wrong.slice(0, 5) }),
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** A log of some segments: as it was at its last answer, and after one more write that nobody was answered. */
async function make(Log, home) {
  const live = join(home, 'live')
  const before = join(home, 'before')
  const log = await Log.open(live, { segmentBytesMax: SEGMENT_BYTES_MAX, extentBytesMax: EXTENT_BYTES_MAX })
  const answered = []
  const append = async (count, kept) => {
    const lines = Array.from({ length: count }, (_, i) => lineOf(answered.length + i, kept))
    await log.append(lines)
    return lines
  }
  for (let i = 0; i < 60; i++) answered.push(...(await append(1 + (i % 7), 'answered')))
  // What runs in the background ends meanwhile, or a copy would catch it half done.
  await new Promise((resolve) => setTimeout(resolve, 500))
  cpSync(live, before, { recursive: true, filter: (path) => !path.endsWith('lock') })
  const unanswered = await append(12, 'unanswered')
  const after = join(home, 'after')
  cpSync(live, after, { recursive: true, filter: (path) => !path.endsWith('lock') })
  await log.close()
  const closed = join(home, 'closed')
  cpSync(live, closed, { recursive: true, filter: (path) => !path.endsWith('lock') })
  return { before, after, closed, answered, unanswered }
}

const lineOf = (number, word) =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}\t1767571200000\t1767571200000\tmain\tview\t${word}\tGB\t0\t1\t1\t\t`

const LOST = 'lost what was answered'

/** One bit of one file of a log that was closed, or that is open. */
function flip({ before, closed, answered, unanswered }, directory, random) {
  const whole = random() < 0.5
  cpSync(whole ? closed : before, directory, { recursive: true })
  const name = random.one(readdirSync(directory))
  const path = join(directory, name)
  const bytes = readFileSync(path)
  const at = random.below(bytes.length)
  bytes[at] ^= 1 << random.below(8)
  writeFileSync(path, bytes)
  const lines = whole ? [...answered, ...unanswered] : answered
  return { told: `a bit of ${name} at byte ${at}`, written: lines, promised: lines }
}

/** The last write, of which any sectors came to the disk and others did not, or of which the file's end did not. */
function tear({ before, after, answered, unanswered }, directory, random) {
  cpSync(before, directory, { recursive: true })
  const told = []
  for (const name of readdirSync(after)) {
    const path = join(directory, name)
    const written = readFileSync(join(after, name))
    const old = sizeOf(path) >= 0 ? readFileSync(path) : Buffer.alloc(0)
    // The promise is written only when the data is on the disk: it can't be there already.
    if (!name.endsWith('.log') || written.equals(old)) continue
    const end = random() < 0.5 ? written.length : old.length + random.below(written.length - old.length + 1)
    const torn = Buffer.alloc(end)
    old.copy(torn)
    for (let at = 0; at < end; at += SECTOR) if (random() < 0.5) written.copy(torn, at, at, Math.min(end, at + SECTOR))
    mkdirSync(directory, { recursive: true })
    writeFileSync(path, torn)
    told.push(`${name} to byte ${end}`)
  }
  return { told: `torn: ${told}`, written: [...answered, ...unanswered], promised: answered }
}

/** The promise of the last write, of which any sectors came to the disk; the write itself is whole there. */
function tearMark({ before, after, answered, unanswered }, directory, random) {
  cpSync(after, directory, { recursive: true })
  const [old, written] = [before, after].map((from) => readFileSync(join(from, WATERMARK)))
  const torn = Buffer.from(old)
  for (let at = 0; at < torn.length; at += SECTOR) if (random() < 0.5) written.copy(torn, at, at, at + SECTOR)
  writeFileSync(join(directory, WATERMARK), torn)
  return { told: 'a torn watermark', written: [...answered, ...unanswered], promised: answered }
}

/** Anything anywhere in the watermark, or its end gone. */
function smearMark({ closed, answered, unanswered }, directory, random) {
  cpSync(closed, directory, { recursive: true })
  const path = join(directory, WATERMARK)
  const bytes = readFileSync(path)
  const from = random.below(bytes.length)
  const to = from + random.below(bytes.length - from) + 1
  const shorter = random() < 0.2
  if (!shorter) for (let at = from; at < to; at++) bytes[at] = random.below(256)
  writeFileSync(path, shorter ? bytes.subarray(0, from) : bytes)
  const lines = [...answered, ...unanswered]
  return {
    told: `a watermark that is ${shorter ? 'cut' : 'smeared'} from byte ${from}`,
    written: lines,
    promised: lines,
  }
}

const WATERMARK = 'watermark'
const DAMAGE = {
  'bits flipped': flip,
  'writes torn': tear,
  'watermarks torn': tearMark,
  'watermarks smeared': smearMark,
}
/** Most of them hit what holds the events. */
const WAYS = [
  ...Array(4).fill('bits flipped'),
  ...Array(4).fill('writes torn'),
  'watermarks torn',
  'watermarks smeared',
]

const sizeOf = (path) => statSync(path, { throwIfNoEntry: false })?.size ?? -1

/** Opens what is left. All that was `promised` must be there, or it is refused; all that was `written` may be. */
async function open(Log, readLines, directory, { written, promised }) {
  const lines = []
  try {
    const log = await Log.open(directory, {
      segmentBytesMax: SEGMENT_BYTES_MAX,
      extentBytesMax: EXTENT_BYTES_MAX,
      seal: false,
    })
    await log.close()
    for await (const line of readLines(directory)) lines.push(line.split('\t').slice(3).join('\t'))
  } catch (error) {
    return judgeRefusal(error)
  }
  if (lines.some((line, i) => line !== written[i])) return 'served what was never written there'
  if (lines.length === written.length) return 'recovered exactly'
  return lines.length < promised.length ? LOST : 'lost an unanswered tail'
}

/** Each refusal must say where. */
function judgeRefusal(error) {
  if (error.code !== 'log-rotten') return `fails otherwise: ${error.stack}`
  return /(\d{8}\.log(\.gz)?|watermark)[: ].*at byte \d+/.test(error.message)
    ? 'refused'
    : `refused without saying where: ${error.message}`
}
