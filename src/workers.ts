// Those who bring events into editions, as long as one engine lives: they know what its store holds, and the next engine
// may begin with less.
import type { EditionFiles } from './charts/edition-files.ts'
import { LINES } from './charts/edition-rows.ts'
import { Publisher } from './charts/publish-edition.ts'
import type { WaitingRestatements } from './charts/waiting.ts'
import { ROLLUPS } from './fold/in-use.ts'
import { Folder } from './fold/run.ts'
import { Loader } from './store/load.ts'
import { pinned, type Store } from './store/store.ts'
import { Sweeper } from './store/sweep.ts'

export interface Workers {
  readonly generation: number
  readonly store: Store
  readonly loader: Loader
  readonly folder: Folder
  readonly publisher: Publisher
  readonly sweeper: Sweeper
}

interface House {
  readonly store: Store
  readonly log: { readonly directory: string; readonly name: string }
  readonly files: EditionFiles
  readonly waiting: WaitingRestatements
}

/** @param wholeEventsMax a bucket of more events is folded in slices */
export async function openWorkers(house: House, wholeEventsMax: number | undefined): Promise<Workers> {
  const store = pinned(house.store)
  return {
    generation: store.generation,
    store,
    loader: new Loader(store, house.log.directory, house.log.name),
    folder: await Folder.open(store, wholeEventsMax),
    publisher: await Publisher.open(store, house.files, house.waiting),
    sweeper: new Sweeper(store, [...ROLLUPS, LINES]),
  }
}
