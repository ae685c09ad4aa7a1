// What may happen to a set of events on its way to the editions: another order, other batches, copies, two collectors
// with a log each, restarts and an engine that is killed. None of it may show in an edition.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Event } from '../../src/domain/event.ts'
import { eventLine } from '../../src/domain/event-line.ts'
import { Log } from '../../src/log/append.ts'
import { EmbeddedStore } from '../../src/store/embedded.ts'
import { Loader } from '../../src/store/load.ts'
import type { Store } from '../../src/store/store.ts'
import { shuffled, TestHouse } from '../house.ts'
import { OPEN, SEALED, SPECS, type Stream } from './stream.ts'

const LATE = 'events that came in late'
/** Of so many events for each stream a bucket is folded in slices: the largest are. */
const WHOLE_SHARE = 0.6

/** The set as it is, in one batch before the windows are sealed and one after. */
export async function runClean(streams: readonly Stream[]): Promise<TestHouse> {
  const house = await TestHouse.open(OPEN)
  await house.house.declareCharts(SPECS)
  await house.append(streams.flatMap(({ onTime }) => onTime))
  house.at(SEALED)
  await house.take([], LATE)
  await house.take(
    streams.flatMap(({ late }) => late),
    LATE,
  )
  return house
}

/** The same set after a journey: the house at its end, and every event that was appended to either log. */
export interface Arrived {
  readonly house: TestHouse
  /** The second collector's log. */
  readonly secondLog: string
  readonly sent: readonly Event[]
  close(): Promise<void>
}

export async function runArranged(streams: readonly Stream[], random: () => number): Promise<Arrived> {
  // The largest buckets are folded in slices here, and whole there.
  const house = await TestHouse.open(OPEN, { wholeEventsMax: WHOLE_SHARE * streams.length })
  await house.house.declareCharts(SPECS)
  const second = await Second.open()
  const sent: Event[] = []
  const journey = new Journey(house, second, random)
  const onTime = withCopies(
    streams.flatMap((stream) => stream.onTime),
    0.2,
    random,
  )
  const late = withCopies(
    streams.flatMap((stream) => stream.late),
    0.2,
    random,
  )
  const copies = streams.flatMap((stream) => stream.onTime).filter(() => random() < 0.02)
  for (const round of cut(shuffled(onTime, random), 2 + Math.floor(random() * 2), random)) {
    await journey.send(round)
    sent.push(...round)
    await journey.disturb()
  }
  // All that came in time has to be there when the windows are sealed.
  await second.load(house)
  house.at(SEALED)
  await house.reopen(LATE)
  const afterwards = shuffled([...late, ...copies], random)
  await journey.send(afterwards)
  sent.push(...afterwards)
  await second.load(house)
  await house.reopen(LATE)
  return {
    house,
    secondLog: second.directory,
    sent,
    close: async () => {
      await house.close()
      await second.close()
    },
  }
}

/** Each event at least once, and some of them several times. */
const withCopies = (events: readonly Event[], share: number, random: () => number): readonly Event[] => [
  ...events,
  ...events.filter(() => random() < share),
  ...events.filter(() => random() < share / 4),
]

/** Cuts a list into parts of random sizes. */
function cut<T>(list: readonly T[], parts: number, random: () => number): readonly (readonly T[])[] {
  const ends = Array.from({ length: parts - 1 }, () => Math.floor(random() * list.length)).sort((a, b) => a - b)
  return [0, ...ends].map((from, i) => list.slice(from, ends[i] ?? list.length))
}

/** Another collector with a log of its own, in segments so short that there are several. */
class Second {
  #loader: { readonly store: Store; readonly generation: number; readonly loader: Loader } | undefined
  private constructor(
    readonly directory: string,
    private log: Log,
  ) {}

  static async open(): Promise<Second> {
    const directory = await mkdtemp(join(tmpdir(), 'housecount-second-'))
    return new Second(directory, await openLog(directory))
  }

  append(events: readonly Event[]): Promise<void> {
    return this.log.append(events.map(eventLine))
  }

  async restart(): Promise<void> {
    await this.log.close()
    this.log = await openLog(this.directory)
  }

  /** Brings this log into the store of a house. A loader knows what an engine holds until that is started anew. */
  async load({ house }: TestHouse): Promise<void> {
    if (this.#loader?.store !== house.store || this.#loader.generation !== house.store.generation) {
      const loader = new Loader(house.store, this.directory, this.log.name)
      this.#loader = { store: house.store, generation: house.store.generation, loader }
    }
    await this.#loader.loader.load()
  }

  async close(): Promise<void> {
    await this.log.close()
    await rm(this.directory, { recursive: true })
  }
}

const openLog = (directory: string): Promise<Log> => Log.open(directory, { segmentBytesMax: 500_000 })

class Journey {
  constructor(
    private readonly house: TestHouse,
    private readonly second: Second,
    private readonly random: () => number,
  ) {}

  /** Appends to both logs, in batches of 1 up to some thousands, several at once. */
  async send(events: readonly Event[]): Promise<void> {
    const [here, there] = [false, true].map((side) => events.filter((_, i) => i % 2 === Number(side)))
    await this.#sendTo((batch) => this.house.append(batch), here as Event[])
    if (this.random() < 0.5) await this.second.restart()
    await this.#sendTo((batch) => this.second.append(batch), there as Event[])
  }

  async #sendTo(append: (batch: readonly Event[]) => Promise<void>, events: readonly Event[]): Promise<void> {
    const underWay: Promise<void>[] = []
    for (let from = 0, to = 0; from < events.length; from = to) {
      to = from + Math.ceil(10 ** (this.random() * 4))
      underWay.push(append(events.slice(from, to)))
      if (this.random() < 0.5) await Promise.all(underWay.splice(0))
    }
    await Promise.all(underWay)
  }

  /** What a house may go through between two batches; nothing, sometimes. */
  async disturb(): Promise<void> {
    const chance = this.random()
    if (chance < 0.25) return
    if (this.random() < 0.7) await this.second.load(this.house)
    if (chance < 0.5) await this.house.take([], LATE)
    else if (chance < 0.75) await this.house.reopen(LATE)
    else await this.#killEngine()
  }

  /** The engine dies at any point of catching up, and what it had under way is done again. */
  async #killEngine(): Promise<void> {
    const { house } = this.house
    const caughtUp = house.catchUp(LATE).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 1000 * this.random()))
    if (house.store instanceof EmbeddedStore && house.store.pid) process.kill(house.store.pid, 'SIGKILL')
    await caughtUp
    await house.catchUp(LATE)
  }
}
